import type { Site, Tier, Waiting } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Chip, type Tone } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';
import { changeable, promiseOf, reasonOf, remarksOf } from './reason';
import { RowMenu, type RowActions } from './RowMenu';
import type { Shown } from './WaitingTable';

const TONES: Record<Tier, Tone> = { urgent: 'bad', high: 'warn', standard: 'grey' };
const INK = { late: 'text-bad font-semibold', soon: 'text-warn font-medium', kept: '' };
const CELL = 'px-2 py-1.5 max-xl:px-1.5';
/** Shown where there is room for it: the promise says nearly as much. */
export const ROOMY = 'max-xl:hidden';

interface WaitingRowProps extends RowActions {
  item: Waiting;
  shown: Shown;
  site: Site;
  laneClosed: boolean;
  selected: boolean;
  onSelect: (item: Waiting) => void;
}

export function WaitingRow({ item, shown, site, laneClosed, selected, onSelect, ...actions }: WaitingRowProps) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow(5_000);
  const moment = (at_ms: number) => format.moment(at_ms, now_ms, site);
  const open = changeable(item);
  const promise = open ? promiseOf(item.promised_until_ms, now_ms) : 'kept';
  const remarks = remarksOf(item, laneClosed, moment, t);
  return (
    <tr data-callback={item.id} className={cx('border-b border-line align-top last:border-0', selected ? 'bg-accent-soft' : 'bg-panel hover:bg-raised')}>
      <td className="w-9 py-1.5 pl-3">
        {open && (
          <input
            type="checkbox"
            aria-label={t('desk.manage.select', { name: item.customer_name })}
            checked={selected}
            onChange={() => onSelect(item)}
            className="mt-0.5 size-4 accent-accent"
          />
        )}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        {shown === 'waiting' && <span className="font-semibold">{item.position}</span>}
        {shown === 'later' && (item.due_at_ms === null ? '—' : moment(item.due_at_ms))}
        {shown === 'found' && <Chip tone={open ? 'accent' : 'grey'}>{t(`desk.manage.status.${item.status}`)}</Chip>}
      </td>
      <td className={CELL}>
        <Chip tone={TONES[item.tier]}>{t(`desk.tier.${item.tier}`)}</Chip>
      </td>
      <td className={cx(CELL, 'max-w-48 min-w-28 max-xl:max-w-36')} title={`${t(`desk.role.${item.role}`)}: ${item.question}`}>
        <p className="truncate font-medium">{item.customer_name}</p>
        <p className="truncate text-xs text-soft">{item.phone_masked}</p>
      </td>
      <td className={cx(CELL, 'max-w-36 max-xl:max-w-28')}>
        <p className="truncate first-letter:uppercase">{t(`desk.topic.${item.topic}`)}</p>
        {item.order_id !== null && <p className="truncate text-xs text-soft">{item.order_id}</p>}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap', ROOMY)}>
        {shown === 'waiting' ? (
          <>
            <p>{roughSpan(now_ms - item.requested_at_ms)}</p>
            <p className="text-xs text-soft">{moment(item.requested_at_ms)}</p>
          </>
        ) : (
          moment(item.requested_at_ms)
        )}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        <p className={INK[promise]}>{moment(item.promised_until_ms)}</p>
        {open && (
          <p className={cx('text-xs', promise === 'kept' ? 'text-soft' : INK[promise])}>
            {t(promise === 'late' ? 'desk.manage.late' : 'desk.manage.left', { time: roughSpan(Math.abs(item.promised_until_ms - now_ms)) })}
          </p>
        )}
      </td>
      <td className={cx(CELL, 'min-w-28')}>
        {item.on_line_since_ms !== null && (
          <Chip tone="accent">
            <Icon name="phone" className="size-3.5" />
            {t('desk.manage.on_line', { time: roughSpan(now_ms - item.on_line_since_ms) })}
          </Chip>
        )}
        {open && <p>{reasonOf(item, t)}</p>}
        {remarks.length > 0 && <p className="text-xs text-soft">{remarks.join(' · ')}</p>}
      </td>
      {/* Each is a stacking context: the open menu's must be above those of the rows below. */}
      <td className="sticky right-0 w-10 bg-inherit py-1 pr-2 text-right has-aria-expanded:z-10">
        <RowMenu item={item} {...actions} />
      </td>
    </tr>
  );
}
