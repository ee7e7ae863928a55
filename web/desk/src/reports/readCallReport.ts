import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { ReportRange } from './range';

export function useCallReport({ from, until, grain }: ReportRange) {
  return useQuery({
    queryKey: keys.report(from, until, grain),
    queryFn: () => dataOf(api().GET('/reports/calls', { params: { query: { from, until, grain } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
