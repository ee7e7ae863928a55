import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';

import { PresenceMenu } from '../agents/PresenceMenu';
import type { Me } from '../api/words';
import { Invitations } from '../offers/Invitations';
import { Offers } from '../offers/Offers';
import { QueueLanes } from '../queue/QueueLanes';
import { useQueue } from '../queue/readQueue';
import { useRealtime } from '../realtime/useRealtime';
import { CallBar } from '../telephony/CallBar';
import { LineKeeper } from '../telephony/LineKeeper';
import { useMyAttempt } from '../telephony/myAttempt';
import { NextCustomer } from '../telephony/NextCustomer';
import { useHoldsLine } from '../voice/lineLock';
import { useVoice } from '../voice/VoiceContext';
import { Frame } from './Frame';
import { IdleBar } from './IdleBar';
import { IdleScreen } from './IdleScreen';
import { PageLoading } from './PageLoading';
import { Rail } from './Rail';
import { useLastAttempt } from './useLastAttempt';
import { WorkScreen } from './WorkScreen';

const QueuePage = lazy(() => import('../supervision/QueuePage'));
const ReportPage = lazy(() => import('../reports/ReportPage'));
const GuardPage = lazy(() => import('../budgets/GuardPage'));
const HoursPage = lazy(() => import('../hours/HoursPage'));
const MyFiguresPage = lazy(() => import('../reports/MyFiguresPage'));

interface DeskProps {
  me: Me;
  onSignOut: () => void;
}

export function Desk({ me, onSignOut }: DeskProps) {
  const [, go] = useLocation();
  const { control, lock } = useVoice();
  const holdsLine = useHoldsLine(lock);
  const { id, attempt } = useMyAttempt(me);
  const { data: queue } = useQueue();
  const last = useLastAttempt(id);
  const supervises = me.roles.includes('supervisor');
  useRealtime();
  const available = me.presence.activity === 'available';
  useEffect(() => {
    if (available) control.prepare();
  }, [available, control]);

  return (
    <Frame
      bar={attempt == null ? <IdleBar me={me} /> : <CallBar attempt={attempt} agentId={me.agent_id} />}
      rail={<Rail me={me} supervises={supervises} onSignOut={onSignOut} />}
      side={
        <>
          <LineKeeper attempt={attempt} agentId={me.agent_id} />
          <div className="flex flex-col gap-2.5 p-3 pb-1">
            <PresenceMenu presence={me.presence} />
            <NextCustomer me={me} waiting={queue?.waiting ?? 0} onClaimed={() => go('/')} />
            <Offers me={me} holdsLine={holdsLine} onAccepted={() => go('/')} />
            <Invitations me={me} holdsLine={holdsLine} onAccepted={() => go('/')} />
          </div>
          <QueueLanes />
        </>
      }
      main={
        <Suspense fallback={<PageLoading />}>
          <Switch>
            <Route path="/">
              {id === null ? <IdleScreen me={me} last={last} /> : <WorkScreen attemptId={id} agentId={me.agent_id} />}
            </Route>
            <Route path="/figures">
              <MyFiguresPage site={me.site} />
            </Route>
            <Route path="/guard">{supervises ? <GuardPage /> : <Redirect to="/" />}</Route>
            <Route path="/hours">{supervises ? <HoursPage site={me.site} /> : <Redirect to="/" />}</Route>
            <Route path="/queue">{supervises ? <QueuePage site={me.site} /> : <Redirect to="/" />}</Route>
            <Route path="/reports">{supervises ? <ReportPage site={me.site} /> : <Redirect to="/" />}</Route>
            <Route>
              <Redirect to="/" />
            </Route>
          </Switch>
        </Suspense>
      }
    />
  );
}
