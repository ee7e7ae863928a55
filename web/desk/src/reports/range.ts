import { plusDays } from '../i18n/format';

export interface ReportRange {
  /** Local days of the site, YYYY-MM-DD; both included. */
  from: string;
  until: string;
  grain: 'hour' | 'day';
}

export const MOST_DAYS = 31;

/** The same range with one end moved, and the other dragged along where it must be. */
export function movedTo(range: ReportRange, moved: Partial<Pick<ReportRange, 'from' | 'until'>>): ReportRange {
  const next = { ...range, ...moved };
  if (next.from === '' || next.until === '') return range;
  if (moved.from !== undefined && next.until < next.from) next.until = next.from;
  if (moved.until !== undefined && next.from > next.until) next.from = next.until;
  if (daysIn(next) > MOST_DAYS) {
    if (moved.from !== undefined) next.until = plusDays(next.from, MOST_DAYS - 1);
    else next.from = plusDays(next.until, 1 - MOST_DAYS);
  }
  return next;
}

function daysIn({ from, until }: ReportRange): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1;
}
