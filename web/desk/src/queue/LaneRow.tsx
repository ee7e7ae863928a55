import type { Lane, Tier } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';

const TIERS: readonly Tier[] = ['urgent', 'high', 'standard'];
const FILLS = { urgent: 'fill-bad-fill', high: 'fill-warn-fill', standard: 'fill-edge' };

export function LaneRow({ lane, now_ms }: { lane: Lane; now_ms: number }) {
  const t = useText();
  const split = TIERS.filter((tier) => lane[tier] > 0)
    .map((tier) => t(`desk.tier_count.${tier}`, { n: lane[tier] }))
    .join(', ');
  return (
    <li className="px-3.5 py-1" title={split}>
      <div className="grid h-6 grid-cols-[1fr_auto_72px] items-center gap-2">
        <span className={cx('truncate', lane.waiting > 0 ? 'font-medium' : 'text-soft')}>
          {lane.site} · {t(`desk.topic.${lane.topic}`)}
        </span>
        <span className={cx('text-right', lane.waiting > 0 ? 'font-semibold' : 'text-soft')}>{lane.waiting}</span>
        <span className="text-right text-xs text-soft">
          {lane.oldest_requested_at_ms === null ? '—' : roughSpan(now_ms - lane.oldest_requested_at_ms)}
        </span>
      </div>
      <span className="sr-only">{split}</span>
      <TierBar lane={lane} />
    </li>
  );
}

function TierBar({ lane }: { lane: Lane }) {
  const share = (tiers: readonly Tier[]) => (lane.waiting === 0 ? 0 : (tiers.reduce((sum, tier) => sum + lane[tier], 0) / lane.waiting) * 100);
  return (
    <svg aria-hidden="true" viewBox="0 0 100 3" preserveAspectRatio="none" className="h-[3px] w-full overflow-hidden rounded-full">
      <rect width="100" height="3" className="fill-line" />
      {TIERS.map((tier, at) => (
        <rect key={tier} x={share(TIERS.slice(0, at))} width={share([tier])} height="3" className={FILLS[tier]} />
      ))}
    </svg>
  );
}
