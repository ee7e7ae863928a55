import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

/** Today's, by the site's calendar. */
export function useMyFigures() {
  return useQuery({ queryKey: keys.figures, queryFn: () => dataOf(api().GET('/me/figures')), refetchInterval: 60_000 });
}
