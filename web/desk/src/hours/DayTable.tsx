import type { Day, Site } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Chip, type Tone } from '../ui/Chip';
import { cx } from '../ui/cx';
import { stateOf, type DayState } from './day';

const TONES: Record<Exclude<DayState, 'open' | 'weekend'>, Tone> = { partly: 'warn', holiday: 'grey', closed: 'bad' };

interface DayTableProps {
  days: readonly Day[];
  site: Site;
  today: string;
  chosen: string;
  onChoose: (date: string) => void;
}

export function DayTable({ days, site, today, chosen, onChoose }: DayTableProps) {
  const t = useText();
  return (
    <div role="region" aria-label={t('desk.hours.table')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="h-8 border-b border-line text-xs text-soft">
            <th scope="col" className="w-52 px-3 font-medium">
              {t('desk.hours.column.day')}
            </th>
            <th scope="col" className="w-44 px-2 font-medium">
              {t('desk.hours.column.hours')}
            </th>
            <th scope="col" className="px-2 font-medium">
              {t('desk.hours.column.why')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <DayRow key={day.date} day={day} site={site} isToday={day.date === today} chosen={day.date === chosen} onChoose={() => onChoose(day.date)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayRowProps {
  day: Day;
  site: Site;
  isToday: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function DayRow({ day, site, isToday, chosen, onChoose }: DayRowProps) {
  const t = useText();
  const format = useFormat();
  const state = stateOf(day);
  const holiday = day.holiday !== null && state !== 'holiday' ? t('desk.hours.worked', { name: day.holiday }) : null;
  return (
    <tr data-date={day.date} data-state={state} className={cx('h-9 border-b border-line last:border-0', chosen ? 'bg-accent-soft' : 'hover:bg-raised')}>
      <th scope="row" className="font-medium">
        <button type="button" aria-pressed={chosen} onClick={onChoose} className="flex h-9 w-full items-center gap-2 px-3 text-left">
          <span className="truncate first-letter:uppercase">{format.dayName(day.date)}</span>
          {isToday && <Chip tone="accent">{t('desk.hours.today')}</Chip>}
        </button>
      </th>
      <td className={cx('px-2', day.open.length === 0 && 'text-soft')}>
        {day.open.length === 0 ? '—' : day.open.map((one) => <Span key={one.from_ms} from={format.time(one.from_ms, site)} until={format.time(one.until_ms, site)} />)}
      </td>
      <td className="px-2">
        <span className="flex min-w-0 items-center gap-2">
          {state === 'weekend' && <span className="text-soft">{t('desk.hours.state.weekend')}</span>}
          {state !== 'weekend' && state !== 'open' && <Chip tone={TONES[state]}>{t(`desk.hours.state.${state}`)}</Chip>}
          <span className="truncate text-soft" title={day.message ?? undefined}>
            {day.message ?? (state === 'holiday' ? day.holiday : holiday)}
          </span>
        </span>
      </td>
    </tr>
  );
}

function Span({ from, until }: { from: string; until: string }) {
  return <span className="mr-2 inline-block whitespace-nowrap">{`${from}–${until}`}</span>;
}
