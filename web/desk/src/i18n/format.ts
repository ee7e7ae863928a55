import type { Locale, Site } from '../api/words';

export const ZONES: Record<Site, string> = {
  BR: 'America/Sao_Paulo',
  AR: 'America/Argentina/Buenos_Aires',
  CO: 'America/Bogota',
  MX: 'America/Mexico_City',
  UY: 'America/Montevideo',
};

/** 04:12, or 1:04:12 from an hour on. Never negative. */
export function clock(ms: number): string {
  const all_s = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(all_s / 3600), Math.floor(all_s / 60) % 60, all_s % 60];
  const tail = `${pad(m)}:${pad(s)}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** 48 s, 1 min 48 s, 2 h 05 min, 3 d 4 h: two units at most. */
export function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 === 0 ? `${s / 60} min` : `${Math.floor(s / 60)} min ${pad(s % 60)} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${pad(Math.floor(s / 60) % 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor(s / 3600) % 24} h`;
}

/** Like `span`, without the seconds that would flicker in a list. */
export function roughSpan(ms: number): string {
  return ms < 60_000 ? '< 1 min' : span(Math.floor(ms / 60_000) * 60_000);
}

export function timeOfDay(at_ms: number, site: Site, locale: Locale, seconds = false): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: ZONES[site],
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(at_ms);
}

export function dayLabel(at_ms: number, site: Site, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: ZONES[site],
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at_ms);
}

/** The time alone today, with its weekday within six days, with its date beyond. */
export function moment(at_ms: number, now_ms: number, site: Site, locale: Locale): string {
  const [day, today] = [localDay(at_ms, site), localDay(now_ms, site)];
  const time = timeOfDay(at_ms, site, locale);
  if (day === today) return time;
  const near = plusDays(today, -6) <= day && day <= plusDays(today, 6);
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...(near ? { weekday: 'short' } : { day: 'numeric', month: 'short' }) });
  return `${format.format(Date.parse(day))} ${time}`;
}

/** A calendar day, YYYY-MM-DD, whose year is known from beside it. */
export function dayName(day: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
  return format.format(Date.parse(day));
}

/** The site's own calendar day, YYYY-MM-DD. */
export function localDay(at_ms: number, site: Site): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONES[site] }).format(at_ms);
}

export function plusDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The site's own clock, YYYY-MM-DDTHH:MM. */
export function localWall(at_ms: number, site: Site): string {
  return `${localDay(at_ms, site)}T${timeOfDay(at_ms, site, 'en')}`;
}

/** The moment at which the site's clock shows YYYY-MM-DDTHH:MM; of an hour that comes twice, the first. */
export function wallMs(wall: string, site: Site): number {
  const shown_ms = Date.parse(`${wall}Z`);
  const near_ms = shown_ms - aheadMs(shown_ms, site);
  return shown_ms - aheadMs(near_ms, site);
}

export function money(amount_minor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount_minor / 10 ** digits);
}

export function decimal(value: number, locale: Locale, digits = 1): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function whole(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(value);
}

export function percent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** A difference of shares in points: +42. */
export function points(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(share * 100);
}

export function countryName(code: string, locale: Locale): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
}

/** How far the site's clock is ahead of UTC. */
function aheadMs(at_ms: number, site: Site): number {
  return Date.parse(`${localWall(at_ms, site)}Z`) - Math.floor(at_ms / 60_000) * 60_000;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
