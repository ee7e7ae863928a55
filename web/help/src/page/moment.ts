import type { Values } from '../messages';

const DAY_MS = 86_400_000;

/** The time of day where the reader is. */
export const clock = (ms: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(ms);

/** The day, short or in full. */
export const day = (ms: number, locale: string, style: 'short' | 'long' = 'short') =>
  new Intl.DateTimeFormat(locale, { weekday: style, day: 'numeric', month: style }).format(ms);

export const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** What messages with {when} ask for: the time alone today, else its day as well. */
export const moment = (ms: number, locale: string): Values => ({
  when: sameDay(ms, Date.now()) ? 'today' : 'later',
  day: day(ms, locale),
  time: clock(ms, locale),
});

/** The date of a moment as the reader's calendar has it, for example 2027-01-15. */
export function dateOf(ms: number): string {
  const at = new Date(ms);
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** So many days from a date. */
export const daysFrom = (date: string, days: number) =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** A wait in words, with the bounds as plain figures of the same unit: minutes, from two hours on halves of hours. */
export function lengths(wait_ms: number, low_ms: number, high_ms: number, locale: string): Values {
  const hours = high_ms >= 2 * 3_600_000;
  const unit = hours ? 'hour' : 'minute';
  const rounded = (ms: number) => (hours ? Math.round(ms / 1_800_000) / 2 : Math.round(ms / 60_000));
  const named = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  const plain = new Intl.NumberFormat(locale);
  return {
    wait: named.format(Math.max(hours ? 0.5 : 1, rounded(wait_ms))),
    low: plain.format(rounded(low_ms)),
    high: plain.format(Math.max(1, rounded(high_ms))),
  };
}
