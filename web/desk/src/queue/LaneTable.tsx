import type { Queue, Tier } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { cx } from '../ui/cx';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useNow } from '../ui/useNow';
import { useQueue } from './readQueue';

const TIERS: readonly Tier[] = ['urgent', 'high', 'standard'];
const INK: Record<Tier, string> = { urgent: 'text-bad', high: 'text-warn', standard: 'text-ink' };

/** The same queue at leisure: how many, in which tier, and how long the first has waited. */
export function LaneTable() {
  const t = useText();
  const { data, error, refetch } = useQueue();
  if (data === undefined) {
    return (
      <>
        <h1 className="sr-only">{t('desk.queue.title')}</h1>
        {error === null ? <Skeleton rows={7} /> : <Failure error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return data.waiting === 0 ? <NobodyWaits /> : <Waiting queue={data} />;
}

function NobodyWaits() {
  const t = useText();
  return (
    <div className="rounded-lg border border-line bg-panel px-6 py-14 text-center">
      <h1 className="text-lg font-semibold">{t('desk.idle.nobody')}</h1>
      <p className="mt-1 text-soft">{t('desk.idle.nobody_lead')}</p>
    </div>
  );
}

function Waiting({ queue }: { queue: Queue }) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow(5_000);
  const oldest_ms = Math.min(...queue.lanes.map((lane) => lane.oldest_requested_at_ms ?? now_ms));
  return (
    <>
      <h1 className="text-2xl font-semibold">
        {t('desk.idle.waiting', { n: queue.waiting })}
        <span className="ml-2 text-sm font-normal text-soft">{t('desk.idle.oldest', { time: roughSpan(now_ms - oldest_ms) })}</span>
      </h1>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        <table className="w-full border-collapse">
          <thead>
            <tr className="h-8 border-b border-line text-xs text-soft">
              <th scope="col" className="px-4 text-left font-medium">
                {t('desk.queue.lane')}
              </th>
              {TIERS.map((tier) => (
                <th key={tier} scope="col" className="w-24 px-3 text-right font-medium">
                  {t(`desk.tier.${tier}`)}
                </th>
              ))}
              <th scope="col" className="w-36 px-4 text-right font-medium">
                {t('desk.queue.oldest')}
              </th>
            </tr>
          </thead>
          <tbody>
            {queue.lanes.map((lane) => (
              <tr key={lane.lane} className="h-9 border-b border-line last:border-0">
                <th scope="row" className={cx('px-4 text-left', lane.waiting > 0 ? 'font-medium' : 'font-normal text-soft')}>
                  {lane.site} · {t(`desk.topic.${lane.topic}`)}
                </th>
                {TIERS.map((tier) => (
                  <td key={tier} className={cx('px-3 text-right', lane[tier] > 0 ? `font-semibold ${INK[tier]}` : 'text-soft')}>
                    {lane[tier] > 0 ? format.whole(lane[tier]) : '—'}
                  </td>
                ))}
                <td className="px-4 text-right text-soft">
                  {lane.oldest_requested_at_ms === null ? '—' : roughSpan(now_ms - lane.oldest_requested_at_ms)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
