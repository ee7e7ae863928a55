import { useQueries } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { noteServerTime } from '../api/serverClock';
import type { Day } from '../api/words';

/** Days of the supervisor's site, one request each; all of them or none. */
export function useDays(dates: readonly string[]) {
  return useQueries({
    queries: dates.map((date) => ({ queryKey: keys.day(date), queryFn: () => readDay(date), refetchInterval: 60_000 })),
    combine: (found) => {
      const days = found.flatMap(({ data }) => data ?? []);
      return {
        days: days.length === found.length ? days : null,
        error: found.find(({ error }) => error !== null)?.error ?? null,
        refetch: () => found.forEach((one) => void one.refetch()),
      };
    },
  });
}

async function readDay(date: string): Promise<Day> {
  const day = await dataOf(api().GET('/hours', { params: { query: { date } } }));
  noteServerTime(day.now_ms);
  return day;
}
