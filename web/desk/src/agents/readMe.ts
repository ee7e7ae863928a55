import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';
import { noteServerTime } from '../api/serverClock';
import type { Me } from '../api/words';

export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: readMe, refetchInterval: useRefreshMs() });
}

async function readMe(): Promise<Me> {
  const me = await dataOf(api().GET('/me'));
  noteServerTime(me.now_ms);
  return me;
}
