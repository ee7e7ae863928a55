import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';

/** What goes on in the site; pushes keep it current on every screen of a supervisor. */
export function useBoard() {
  return useQuery({ queryKey: keys.board, queryFn: () => dataOf(api().GET('/board')), refetchInterval: useRefreshMs() });
}
