import { useEffect, useState } from 'react';

import { serverNow } from '../api/serverClock';

/** The server's time, again at each `every_ms`. */
export function useNow(every_ms = 1000): number {
  const [now_ms, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now_ms;
}
