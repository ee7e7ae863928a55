import { useMemo } from 'react';

import type { Site } from '../api/words';
import { countryName, dayLabel, dayName, decimal, moment, money, percent, points, timeOfDay, whole } from './format';
import { useLocale } from './i18n';

/** The formats in the current language. */
export function useFormat() {
  const locale = useLocale();
  return useMemo(
    () => ({
      time: (at_ms: number, site: Site, seconds = false) => timeOfDay(at_ms, site, locale, seconds),
      day: (at_ms: number, site: Site) => dayLabel(at_ms, site, locale),
      moment: (at_ms: number, now_ms: number, site: Site) => moment(at_ms, now_ms, site, locale),
      dayName: (day: string) => dayName(day, locale),
      money: (amount_minor: number, currency: string) => money(amount_minor, currency, locale),
      decimal: (value: number, digits = 1) => decimal(value, locale, digits),
      whole: (value: number) => whole(value, locale),
      percent: (share: number) => percent(share, locale),
      points: (share: number) => points(share, locale),
      country: (code: string) => countryName(code, locale),
    }),
    [locale],
  );
}
