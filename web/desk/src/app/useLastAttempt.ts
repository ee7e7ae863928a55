import { useState } from 'react';

export interface Last {
  attemptId: string | null;
  dismiss: () => void;
}

/** The attempt that left the screen most recently, until it is dismissed or another comes. */
export function useLastAttempt(present: string | null): Last {
  const [seen, setSeen] = useState<{ present: string | null; last: string | null }>({ present, last: null });
  if (seen.present !== present) setSeen({ present, last: present === null ? seen.present : null });
  return { attemptId: seen.last, dismiss: () => setSeen({ present, last: null }) };
}
