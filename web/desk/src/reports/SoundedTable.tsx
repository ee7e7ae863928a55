import { useState } from 'react';

import type { CallReport } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Segments } from '../ui/Segments';
import { meanMos, poorShare, soundedBy, type Sounded, type SoundedBy } from './sounded';

/** How the site's calls sounded: all of them, and by agent, number and carrier. */
export function SoundedTable({ report }: { report: CallReport }) {
  const t = useText();
  const [by, setBy] = useState<SoundedBy>('agent');
  const names = { agent: t('desk.report.agent'), number: t('desk.sounded.number'), carrier: t('desk.sounded.carrier') };
  return (
    <section aria-labelledby="sounded-title" className="flex flex-col gap-3">
      <h2 id="sounded-title" className="text-base font-semibold">
        {t('desk.sounded.title')}
      </h2>
      {report.totals.heard === 0 ? (
        <p className="text-soft">{t('desk.sounded.none')}</p>
      ) : (
        <>
          <Segments
            label={t('desk.sounded.by')}
            options={[
              ['agent', names.agent],
              ['number', names.number],
              ['carrier', names.carrier],
            ]}
            chosen={by}
            onChoose={setBy}
          />
          <div role="group" aria-label={t('desk.sounded.title')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
            <table className="w-full border-collapse text-right whitespace-nowrap">
              <thead>
                <tr className="h-8 border-b border-line text-xs text-soft">
                  <th scope="col" className="px-3 text-left font-medium">
                    {names[by]}
                  </th>
                  {(['heard', 'poor', 'mos'] as const).map((name) => (
                    <th key={name} scope="col" className="px-2.5 font-medium" title={t(`desk.sounded.how.${name}`)}>
                      {t(`desk.sounded.column.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {soundedBy(report, by, t('desk.sounded.unknown')).map((group) => (
                  <Row key={group.key} name={group.name} sums={group} />
                ))}
                <Row name={t('desk.sounded.site', { site: report.site })} sums={report.totals} />
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Row({ name, sums }: { name: string; sums: Sounded }) {
  const format = useFormat();
  const [share, mos] = [poorShare(sums), meanMos(sums)];
  return (
    <tr className="h-8 border-b border-line last:border-0 hover:bg-raised">
      <th scope="row" className="px-3 text-left font-medium">
        {name}
      </th>
      <td className="px-2.5">{format.whole(sums.heard)}</td>
      <td className="px-2.5">{share === null ? '—' : format.percent(share)}</td>
      <td className="px-2.5">{mos === null ? '—' : format.decimal(mos, 2)}</td>
    </tr>
  );
}
