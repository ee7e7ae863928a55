import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { ratioOf, SHARES, type Group, type Ratio } from './measures';

const COUNTS = ['requested', 'handled', 'unanswered', 'returned', 'cancelled'] as const;
const RATIOS: readonly Ratio[] = ['service_level', 'wait', 'talk', 'hold', 'wrap_up', 'aht'];

export function ReportTable({ title, groups }: { title: string; groups: readonly Group[] }) {
  const t = useText();
  const format = useFormat();
  const ratio = (name: Ratio, { figures }: Group) => {
    const value = ratioOf(name, figures);
    if (value === null) return '—';
    return SHARES.has(name) ? format.percent(value) : clock(value);
  };
  return (
    <div role="region" aria-label={t('desk.report.table')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <thead>
          <tr className="h-8 border-b border-line text-xs text-soft">
            <th scope="col" className="px-3 text-left font-medium">
              {title}
            </th>
            {COUNTS.map((name) => (
              <th key={name} scope="col" className="px-2.5 font-medium" title={t(`desk.count_how.${name}`)}>
                {t(`desk.count.${name}`)}
              </th>
            ))}
            {RATIOS.map((name) => (
              <th key={name} scope="col" className="px-2.5 font-medium" title={t(`desk.ratio_how.${name}`)}>
                {t(`desk.ratio_short.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key} className="h-8 border-b border-line last:border-0 hover:bg-raised">
              <th scope="row" className="px-3 text-left font-medium">
                {group.name}
              </th>
              {COUNTS.map((name) => (
                <td key={name} className="px-2.5">
                  {format.whole(group.figures[name])}
                </td>
              ))}
              {RATIOS.map((name) => (
                <td key={name} className="px-2.5">
                  {ratio(name, group)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
