import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { setFreshness } from '../api/freshness';
import { issueTicket } from './issueTicket';
import { pushFrom } from './push';
import { Refetcher } from './refetch';
import { LiveSocket } from './socket';

/** Keeps the screen current while mounted. */
export function useRealtime(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const refetcher = new Refetcher(queries);
    const socket = new LiveSocket(issueTicket, {
      onUp: () => {
        setFreshness('live');
        refetcher.everything();
      },
      onDown: () => setFreshness('polling'),
      onText: (text) => {
        const push = pushFrom(text);
        if (push !== null) refetcher.changed(push);
      },
    });
    socket.start();
    return () => socket.stop();
  }, [queries]);
}
