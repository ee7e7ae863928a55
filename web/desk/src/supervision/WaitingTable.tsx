import type { Site, Topic, Waiting } from '../api/words';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import type { RowActions } from './RowMenu';
import { ROOMY, WaitingRow } from './WaitingRow';

export type Shown = 'waiting' | 'later' | 'found';

interface WaitingTableProps extends RowActions {
  items: readonly Waiting[];
  shown: Shown;
  site: Site;
  closed: ReadonlySet<Topic>;
  selected: readonly string[];
  onSelect: (item: Waiting) => void;
}

const FIRST = { waiting: 'place', later: 'due', found: 'status' } as const;

export function WaitingTable({ items, shown, site, closed, selected, onSelect, ...actions }: WaitingTableProps) {
  const t = useText();
  const head = 'px-2 font-medium max-xl:px-1.5';
  return (
    <div role="region" aria-label={t('desk.manage.table')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="h-8 border-b border-line text-xs whitespace-nowrap text-soft">
            <th scope="col" className="w-9 pl-3">
              <span className="sr-only">{t('desk.manage.column.select')}</span>
            </th>
            <th scope="col" className={head}>
              {t(`desk.manage.column.${FIRST[shown]}`)}
            </th>
            <th scope="col" className={head}>
              {t('desk.manage.column.tier')}
            </th>
            <th scope="col" className={head}>
              {t('desk.manage.column.customer')}
            </th>
            <th scope="col" className={head}>
              {t('desk.manage.column.topic')}
            </th>
            <th scope="col" className={cx(head, ROOMY)}>
              {t(shown === 'waiting' ? 'desk.manage.column.waited' : 'desk.manage.column.asked')}
            </th>
            <th scope="col" className={head}>
              {t('desk.manage.column.promised')}
            </th>
            <th scope="col" className={head}>
              {t('desk.manage.column.why')}
            </th>
            <th scope="col" className="w-10">
              <span className="sr-only">{t('desk.manage.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <WaitingRow
              key={item.id}
              item={item}
              shown={shown}
              site={site}
              laneClosed={closed.has(item.topic)}
              selected={selected.includes(item.id)}
              onSelect={onSelect}
              {...actions}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
