import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { ratioOf, type Group } from './measures';

interface ScoredTableProps {
  title: string;
  /** What the groups together are called. */
  all: string;
  groups: readonly Group[];
  totals: Group['figures'];
}

const COUNTS = ['surveyed', 'promoters', 'detractors'] as const;

/** What customers said of their calls; whoever nobody scored is left out. */
export function ScoredTable({ title, all, groups, totals }: ScoredTableProps) {
  const t = useText();
  return (
    <section aria-labelledby="scored-title" className="flex flex-col gap-3">
      <h2 id="scored-title" className="text-base font-semibold">
        {t('desk.scored.title')}
      </h2>
      {totals.surveyed === 0 ? (
        <p className="text-soft">{t('desk.scored.none')}</p>
      ) : (
        <div role="group" aria-label={t('desk.scored.title')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
          <table className="w-full border-collapse text-right whitespace-nowrap">
            <thead>
              <tr className="h-8 border-b border-line text-xs text-soft">
                <th scope="col" className="px-3 text-left font-medium">
                  {title}
                </th>
                <th scope="col" className="px-2.5 font-medium" title={t('desk.ratio_how.nps')}>
                  {t('desk.ratio_short.nps')}
                </th>
                {COUNTS.map((name) => (
                  <th key={name} scope="col" className="px-2.5 font-medium" title={t(`desk.count_how.${name}`)}>
                    {t(`desk.count.${name}`)}
                  </th>
                ))}
                <th scope="col" className="px-2.5 font-medium" title={t('desk.ratio_how.solved')}>
                  {t('desk.ratio_short.solved')}
                </th>
              </tr>
            </thead>
            <tbody>
              {groups
                .filter(({ figures }) => figures.surveyed > 0)
                .map((group) => (
                  <Row key={group.key} group={group} />
                ))}
              <Row group={{ key: '', name: all, figures: totals }} />
            </tbody>
          </table>
        </div>
      )}
      {totals.surveyed > 0 && <p className="text-xs text-soft">{t('desk.ratio_how.nps')}</p>}
    </section>
  );
}

function Row({ group: { name, figures } }: { group: Group }) {
  const format = useFormat();
  const [nps, solved] = [ratioOf('nps', figures), ratioOf('solved', figures)];
  return (
    <tr className="h-8 border-b border-line last:border-0 hover:bg-raised">
      <th scope="row" className="px-3 text-left font-medium">
        {name}
      </th>
      <td className="px-2.5 font-medium">{nps === null ? '—' : format.points(nps)}</td>
      {COUNTS.map((count) => (
        <td key={count} className="px-2.5">
          {format.whole(figures[count])}
        </td>
      ))}
      <td className="px-2.5">{solved === null ? '—' : format.percent(solved)}</td>
    </tr>
  );
}
