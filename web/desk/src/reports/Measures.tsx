import type { Figures } from '../api/words';
import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { cx } from '../ui/cx';
import { ratioOf, SHARES, type Ratio } from './measures';

const COUNTS = ['requested', 'handled', 'unanswered', 'returned', 'cancelled'] as const;
type Count = (typeof COUNTS)[number] | 'surveyed';

interface MeasuresProps {
  figures: Figures;
  counts?: readonly Count[];
  ratios: readonly Ratio[];
  columns: 4 | 5;
}

/** Totals, each ratio with the formula it was made by. */
export function Measures({ figures, counts = COUNTS, ratios, columns }: MeasuresProps) {
  const t = useText();
  const format = useFormat();
  return (
    <dl className={cx('grid overflow-hidden rounded-lg border border-line bg-panel', columns === 4 ? 'grid-cols-4' : 'grid-cols-5')}>
      {counts.map((name) => (
        <Measure key={name} name={t(`desk.count.${name}`)} value={format.whole(figures[name])} how={t(`desk.count_how.${name}`)} />
      ))}
      {ratios.map((ratio) => (
        <Measure key={ratio} name={t(`desk.ratio.${ratio}`)} value={shown(ratio)} how={t(`desk.ratio_how.${ratio}`)} />
      ))}
    </dl>
  );

  function shown(ratio: Ratio): string {
    const value = ratioOf(ratio, figures);
    if (value === null) return '—';
    if (ratio === 'nps') return format.points(value);
    return SHARES.has(ratio) ? format.percent(value) : clock(value);
  }
}

function Measure({ name, value, how }: { name: string; value: string; how: string }) {
  return (
    <div className="-mr-px -mb-px flex flex-col border-r border-b border-line px-3 py-2.5">
      <dt className="text-soft">{name}</dt>
      <dd className="text-2xl font-semibold">{value}</dd>
      <dd className="mt-0.5 text-xs text-soft">{how}</dd>
    </div>
  );
}
