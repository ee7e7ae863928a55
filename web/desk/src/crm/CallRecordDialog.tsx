import type { CallRecord, Site } from '../api/words';
import { span } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Dialog } from '../ui/Dialog';
import { Facts } from '../ui/Facts';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useCallRecord } from './readCallRecord';

const TIMES = ['initiated', 'enqueued', 'dequeued', 'system_connected', 'agent_connected', 'ended', 'wrapped_up'] as const;
const SPANS = ['wait', 'rang', 'talk', 'hold'] as const;

interface CallRecordDialogProps {
  attemptId: string;
  site: Site;
  onClose: () => void;
}

/** Every attempt of a request, the first on top, each with its times, who was in it and what was said of it. */
export function CallRecordDialog({ attemptId, site, onClose }: CallRecordDialogProps) {
  const t = useText();
  const { data, error, refetch } = useCallRecord(attemptId);
  return (
    <Dialog title={t('desk.record.title')} onClose={onClose}>
      <div tabIndex={0} role="group" aria-label={t('desk.record.title')} className="flex max-h-[70vh] flex-col gap-4 overflow-y-auto">
        {data === undefined && error === null && <Skeleton rows={8} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data?.records.map((record) => <One key={record.id} record={record} site={site} chosen={record.id === attemptId} />)}
      </div>
    </Dialog>
  );
}

function One({ record, site, chosen }: { record: CallRecord; site: Site; chosen: boolean }) {
  const t = useText();
  const format = useFormat();
  const times = TIMES.flatMap((name): [string, string][] => {
    const at = record[`${name}_at_ms`];
    return at === null ? [] : [[t(`desk.record.time.${name}`), format.time(at, site, true)]];
  });
  const spans = SPANS.flatMap((name): [string, string][] => {
    const ms = record[`${name}_ms`];
    return ms === null || (name === 'hold' && ms === 0) ? [] : [[t(`desk.record.span.${name}`), span(ms)]];
  });
  const { survey, quality } = record;
  const said: [string, string][] = survey?.score == null ? [] : [[t('desk.record.score'), t('desk.record.of_ten', { score: survey.score })]];
  const sounded: [string, string][] = quality === null ? [] : [[t('desk.record.sounded'), t('desk.record.quality', { poor: quality.poor ? 'yes' : 'no' })]];
  return (
    <section aria-current={chosen || undefined} className="rounded-lg border border-line p-3 aria-[current]:border-accent">
      <h3 className="mb-2 font-medium">
        {t('desk.record.link', { link: record.link })} · {record.agent_name}
      </h3>
      <p className="mb-2 text-soft">{t('desk.ended.outcome', { outcome: record.outcome ?? 'none', ended_by: record.ended_by ?? 'none' })}</p>
      <Facts facts={[...times, ...spans, ...said, ...sounded]} />
      <ul className="mt-2 text-soft">
        {record.parties
          .filter(({ joined_at_ms }) => joined_at_ms !== null)
          .map((party) => (
            <li key={party.label}>
              {party.name} · {[party.joined_at_ms, party.left_at_ms].map((at) => (at === null ? '…' : format.time(at, site, true))).join('–')}
            </li>
          ))}
      </ul>
    </section>
  );
}
