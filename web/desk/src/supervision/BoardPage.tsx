import { useState } from 'react';

import type { BoardAgent, Me } from '../api/words';
import { useText } from '../i18n/i18n';
import { useSupervise } from '../telephony/supervise';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { useSetPresenceOf } from './agentCommands';
import { BoardAgents } from './BoardAgents';
import { BoardCalls } from './BoardCalls';
import { MessageDialog } from './MessageDialog';
import { useBoard } from './readBoard';

interface BoardPageProps {
  me: Me;
  onSupervise: () => void;
}

/** Every call and every agent of the site, as they are now. */
export default function BoardPage({ me, onSupervise }: BoardPageProps) {
  const t = useText();
  const { data, error, refetch } = useBoard();
  const supervise = useSupervise();
  const choose = useSetPresenceOf();
  const [writing, setWriting] = useState<BoardAgent | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const failed = supervise.error ?? choose.error;
  return (
    <Page title={t('desk.board.title', { site: me.site })}>
      {failed !== null && <Failure error={failed} className="mb-3" />}
      {said !== null && (
        <Notice tone="accent" className="mb-3" onDismiss={() => setSaid(null)}>
          {said}
        </Notice>
      )}
      {data === undefined && (error === null ? <Skeleton rows={8} /> : <Failure error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5 2xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <section aria-labelledby="board-calls">
            <h2 id="board-calls" className="mb-2 font-semibold">
              {t('desk.board.calls', { n: data.calls.length })}
            </h2>
            <BoardCalls calls={data.calls} agentId={me.agent_id} engaged={me.attempt_id !== null || supervise.isPending} onListen={({ id }) => supervise.mutate({ attempt_id: id, mode: 'listen' }, { onSuccess: onSupervise })} />
          </section>
          <section aria-labelledby="board-agents">
            <h2 id="board-agents" className="mb-2 font-semibold">
              {t('desk.board.agents', { n: data.agents.length })}
            </h2>
            <BoardAgents agents={data.agents} calls={data.calls} onWrite={setWriting} onPresence={({ id }, body) => choose.mutate({ agent_id: id, body })} />
          </section>
        </div>
      )}
      {writing !== null && (
        <MessageDialog
          agent={writing}
          onClose={() => setWriting(null)}
          onSent={() => {
            setSaid(t('desk.board.message.sent', { name: writing.name }));
            setWriting(null);
          }}
        />
      )}
    </Page>
  );
}
