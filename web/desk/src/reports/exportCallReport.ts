import { useMutation } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import type { ReportRange } from './range';

/** Fetches with the agent's own token, then hands the file to the browser. */
export function useExport() {
  return useMutation({
    mutationFn: async ({ from, until, grain }: ReportRange) => {
      const csv = await dataOf<string>(
        api().GET('/reports/calls.csv', { params: { query: { from, until, grain } }, parseAs: 'text' }),
      );
      download(`alo-${from}-${until}-${grain}.csv`, csv);
    },
  });
}

function download(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
