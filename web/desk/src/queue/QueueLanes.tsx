import { useText } from '../i18n/i18n';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useNow } from '../ui/useNow';
import { LaneRow } from './LaneRow';
import { useQueue } from './readQueue';

/** Who waits in the lanes the agent serves: per lane the depth, its tiers and the longest wait. */
export function QueueLanes() {
  const t = useText();
  const now_ms = useNow(5_000);
  const { data, error, refetch } = useQueue();
  return (
    <section aria-labelledby="queue-title" aria-busy={data === undefined && error === null} className="min-h-0 overflow-y-auto pb-3">
      <div className="flex h-8 items-center justify-between px-3.5">
        <h2 id="queue-title" className="text-xs font-semibold text-soft">
          {t('desk.queue.title')}
        </h2>
        {data !== undefined && data.lanes.length > 0 && (
          <span className="text-xs text-soft">{t('desk.queue.waiting', { n: data.waiting })}</span>
        )}
      </div>
      {data === undefined && error === null && <Skeleton rows={5} className="px-3.5" />}
      {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} className="mx-3" />}
      {data?.lanes.length === 0 && <p className="px-3.5 py-1.5 text-soft">{t('desk.queue.no_lanes')}</p>}
      <ul>{data?.lanes.map((lane) => <LaneRow key={lane.lane} lane={lane} now_ms={now_ms} />)}</ul>
    </section>
  );
}
