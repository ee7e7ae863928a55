import type { useClosings } from './readClosings';
import type { Closing, Site } from '../api/words';
import { useLocale, useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';

interface ClosingTableProps {
  closings: ReturnType<typeof useClosings>;
  site: Site;
  now_ms: number;
  onClose: () => void;
  onReopen: (closing: Closing) => void;
}

/** The closings that are not over, the earliest first. */
export function ClosingTable({ closings: { data, error, refetch }, site, now_ms, onClose, onReopen }: ClosingTableProps) {
  const t = useText();
  return (
    <section aria-labelledby="closings-title" aria-busy={data === undefined && error === null}>
      <div className="mb-3 flex items-center justify-between gap-3">
        <h2 id="closings-title" className="text-lg font-semibold">
          {t('desk.hours.closings')}
        </h2>
        <Button kind="primary" onClick={onClose}>
          {t('desk.hours.close')}
        </Button>
      </div>
      {data === undefined && error === null && <Skeleton rows={2} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} className="mb-3" />}
      {data?.closings.length === 0 && <p className="rounded-lg border border-line bg-panel px-4 py-6 text-center text-soft">{t('desk.hours.no_closings')}</p>}
      {data !== undefined && data.closings.length > 0 && (
        <div role="region" aria-label={t('desk.hours.closings_table')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
          <table className="w-full border-collapse text-left">
            <thead>
              <tr className="h-8 border-b border-line text-xs whitespace-nowrap text-soft">
                <th scope="col" className="px-3 font-medium">
                  {t('desk.hours.close.from')}
                </th>
                <th scope="col" className="px-2 font-medium">
                  {t('desk.hours.close.until')}
                </th>
                <th scope="col" className="w-full px-2 font-medium">
                  {t('desk.hours.column.message')}
                </th>
                <th scope="col">
                  <span className="sr-only">{t('desk.manage.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.closings.map((one) => (
                <ClosingRow key={one.from_ms} closing={one} site={site} now_ms={now_ms} onReopen={() => onReopen(one)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface ClosingRowProps {
  closing: Closing;
  site: Site;
  now_ms: number;
  onReopen: () => void;
}

function ClosingRow({ closing, site, now_ms, onReopen }: ClosingRowProps) {
  const t = useText();
  const locale = useLocale();
  const format = useFormat();
  const moment = (at_ms: number) => `${format.day(at_ms, site)}, ${format.time(at_ms, site)}`;
  const from = moment(closing.from_ms);
  return (
    <tr data-closing={closing.from_ms} className="border-b border-line align-top last:border-0 hover:bg-raised">
      <th scope="row" className="px-3 py-2.5 font-medium whitespace-nowrap">
        {from} {closing.from_ms <= now_ms && <Chip tone="bad">{t('desk.hours.now')}</Chip>}
      </th>
      <td className="px-2 py-2.5 whitespace-nowrap">{moment(closing.until_ms)}</td>
      <td className="min-w-40 px-2 py-2.5 break-words">{closing.message[locale]}</td>
      <td className="px-3 py-1 text-right">
        <Button aria-label={t('desk.hours.reopen.of', { time: from })} onClick={onReopen}>
          {t('desk.hours.reopen')}
        </Button>
      </td>
    </tr>
  );
}
