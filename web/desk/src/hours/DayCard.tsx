import type { Day, Site } from '../api/words';
import { wallMs } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { stateOf, whyNone } from './day';

interface DayCardProps {
  day: Day;
  site: Site;
  /** Null for a day that is over. */
  onClose: (() => void) | null;
}

/** One day as a customer sees it who chooses a time now. */
export function DayCard({ day, site, onClose }: DayCardProps) {
  const t = useText();
  const format = useFormat();
  const none = whyNone(day);
  const state = stateOf(day);
  return (
    <section aria-labelledby="day-title" className="rounded-lg border border-line bg-panel px-4 py-3">
      <h2 id="day-title" className="font-semibold first-letter:uppercase">
        {format.day(wallMs(`${day.date}T12:00`, site), site)}
      </h2>
      <p className="mb-2.5 text-xs text-soft">{t('desk.hours.choose')}</p>
      {none === null ? (
        <ul aria-label={t('desk.hours.choose')} className="grid grid-cols-[repeat(auto-fill,minmax(84px,1fr))] gap-1.5">
          {day.slots.map((slot) => (
            <li key={slot.from_ms} data-slot={slot.from_ms} className="rounded-md bg-raised py-1 text-center whitespace-nowrap">
              {format.time(slot.from_ms, site)}–{format.time(slot.until_ms, site)}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {none === 'shut' && state === 'holiday' ? t('desk.hours.none.holiday', { name: day.holiday ?? '' }) : t(`desk.hours.none.${none === 'shut' && state === 'closed' ? 'closed' : none}`)}
        </p>
      )}
      {day.message !== null && (
        <p className="mt-2.5 border-l-2 border-warn-fill pl-2.5 break-words">“{day.message}”</p>
      )}
      {onClose !== null && (
        <Button className="mt-3" onClick={onClose}>
          {t('desk.hours.close_day')}
        </Button>
      )}
    </section>
  );
}
