import { useState } from 'react';

import { serverNow } from '../api/serverClock';
import type { CallReport, ReportRow, Site } from '../api/words';
import { localDay } from '../i18n/format';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { BarChart } from './BarChart';
import { useExport } from './exportCallReport';
import { grouped } from './measures';
import { Measures } from './Measures';
import type { ReportRange } from './range';
import { RangeForm } from './RangeForm';
import { useCallReport } from './readCallReport';
import { ReportTable } from './ReportTable';
import { SoundedTable } from './SoundedTable';
import { Segments } from '../ui/Segments';

type By = 'time' | 'lane' | 'agent';

/** The supervisor's site: how many were asked for and held, when, how long, by lane and by agent. */
export default function ReportPage({ site }: { site: Site }) {
  const t = useText();
  const today = localDay(serverNow(), site);
  const [range, setRange] = useState<ReportRange>({ from: today, until: today, grain: 'hour' });
  const { data, error, refetch, isPlaceholderData } = useCallReport(range);
  const csv = useExport();
  return (
    <Page title={t('desk.report.title', { site })}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <RangeForm range={range} today={today} onChange={setRange} />
        <Button icon="download" aria-busy={csv.isPending} onClick={() => csv.mutate(range)}>
          {t('desk.report.csv')}
        </Button>
      </div>
      {csv.error !== null && <Failure error={csv.error} className="mb-4" />}
      {data === undefined && error === null && <Skeleton rows={12} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} className="mb-4" />}
      {data !== undefined && (
        <div aria-busy={isPlaceholderData} className="flex flex-col gap-4">
          <Report report={data} />
        </div>
      )}
    </Page>
  );
}

function Report({ report }: { report: CallReport }) {
  const t = useText();
  const format = useFormat();
  const [by, setBy] = useState<By>('time');
  const timeName = (at_ms: number) => (report.grain === 'day' ? format.day(at_ms, report.site) : hourName(at_ms));
  const hourName = (at_ms: number) => {
    const oneDay = localDay(report.from_ms, report.site) === localDay(report.until_ms - 1, report.site);
    const hour = format.time(at_ms, report.site);
    return oneDay ? hour : `${localDay(at_ms, report.site).slice(5)} ${hour}`;
  };
  const byTime = grouped(report.rows, (row) => ({ key: String(row.from_ms), name: timeName(row.from_ms) })).sort((a, b) => Number(a.key) - Number(b.key));
  const keyOf = (row: ReportRow) => (by === 'lane' ? { key: row.lane, name: laneName(row.lane, t) } : { key: row.agent_id ?? '', name: row.agent_name ?? t('desk.report.no_agent') });
  const groups = by === 'time' ? byTime : grouped(report.rows, keyOf).sort((a, b) => a.name.localeCompare(b.name));
  const names = { time: t(`desk.report.${report.grain}`), lane: t('desk.report.lane'), agent: t('desk.report.agent') };
  return (
    <>
      <Measures figures={report.totals} ratios={['service_level', 'reached', 'wait', 'talk', 'aht']} columns={5} />
      <p className="text-xs text-soft">
        {report.generated_at_ms === null
          ? t('desk.report.not_built')
          : t('desk.report.built_at', { time: `${format.day(report.generated_at_ms, report.site)} ${format.time(report.generated_at_ms, report.site, true)}` })}
      </p>
      {byTime.length === 0 ? (
        <p className="rounded-lg border border-line bg-panel px-4 py-10 text-center text-soft">{t('desk.report.empty')}</p>
      ) : (
        <>
          <BarChart groups={byTime} label={t('desk.report.chart')} />
          <Segments
            label={t('desk.report.by')}
            options={[
              ['time', names.time],
              ['lane', names.lane],
              ['agent', names.agent],
            ]}
            chosen={by}
            onChoose={setBy}
          />
          <ReportTable title={names[by]} groups={groups} />
          <SoundedTable report={report} />
        </>
      )}
    </>
  );
}
