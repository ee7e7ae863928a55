import type { ReactNode } from 'react';

import type { Attempt } from '../api/words';
import { CustomerHeader } from '../crm/CustomerHeader';
import { Profile } from '../crm/Profile';
import { Timeline } from '../crm/Timeline';
import { useText } from '../i18n/i18n';
import { LiveChip } from '../realtime/LiveChip';
import { EndedSummary } from '../telephony/EndedSummary';
import { LineAdvice } from '../telephony/LineAdvice';
import { LineBanner } from '../telephony/LineBanner';
import { Question } from '../telephony/Question';
import { useAttempt } from '../telephony/readAttempt';
import { WrapUpPanel } from '../telephony/WrapUpPanel';
import { cx } from '../ui/cx';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Skeleton } from '../ui/Skeleton';

/** One customer, before, during and after the call: the story in the middle, the facts at the right. */
export function WorkScreen({ attemptId, agentId }: { attemptId: string; agentId: string }) {
  const { data: attempt, error, refetch } = useAttempt(attemptId);
  if (attempt !== undefined) return <Work key={attempt.id} attempt={attempt} agentId={agentId} />;
  return (
    <Halves
      middle={error === null ? <Skeleton rows={10} className="p-5" /> : <Failure error={error} onRetry={() => void refetch()} className="m-5" />}
      right={<Skeleton rows={8} />}
    />
  );
}

function Work({ attempt, agentId }: { attempt: Attempt; agentId: string }) {
  const t = useText();
  const own = attempt.agent_id === agentId;
  const ended = own && attempt.state === 'ended';
  return (
    <Halves
      middle={
        <>
          <CustomerHeader attempt={attempt}>
            <LiveChip />
          </CustomerHeader>
          <LineBanner attempt={attempt} agentId={agentId} />
          <LineAdvice attempt={attempt} agentId={agentId} />
          <Question attempt={attempt} />
          <div tabIndex={0} role="group" aria-labelledby="timeline-title" className="min-h-0 flex-1 overflow-y-auto">
            <Timeline customerId={attempt.customer_id} site={attempt.site} attemptId={attempt.id} />
          </div>
        </>
      }
      right={
        // The note keeps its place in the document, and so its focus, when the call ends under it.
        <>
          <div className={cx('flex flex-col gap-3', !ended && 'order-last')}>
            {ended && <EndedSummary attempt={attempt} />}
            {own ? <WrapUpPanel attempt={attempt} /> : <Notice tone="accent">{t('desk.guest.note', { name: attempt.agent_name })}</Notice>}
          </div>
          <div tabIndex={0} role="group" aria-label={t('desk.customer.facts')} className={cx('flex flex-col gap-3', !ended && 'min-h-0 flex-1 overflow-y-auto')}>
            <Profile customerId={attempt.customer_id} site={attempt.site} orderId={attempt.callback.order_id} />
          </div>
        </>
      }
    />
  );
}

function Halves({ middle, right }: { middle: ReactNode; right: ReactNode }) {
  const t = useText();
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)_340px] grid-rows-[minmax(0,1fr)] 2xl:grid-cols-[minmax(0,1fr)_400px]">
      <main className="flex min-h-0 flex-col">
        <h1 className="sr-only">{t('desk.nav.desk')}</h1>
        {middle}
      </main>
      <aside aria-label={t('desk.context')} className="flex min-h-0 flex-col gap-3 overflow-y-auto border-l border-line bg-panel p-3">
        {right}
      </aside>
    </div>
  );
}
