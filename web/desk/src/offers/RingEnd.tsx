import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { keys } from '../api/keys';
import { useProblemText } from '../i18n/problemText';
import { Notice } from '../ui/Notice';
import { useNow } from '../ui/useNow';

/** The server ends what nobody answers; this asks it whether it has. */
export function Over({ until_ms }: { until_ms: number }): null {
  const queries = useQueryClient();
  const over = useNow() > until_ms;
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: keys.me });
  }, [over, queries]);
  return null;
}

/** An answer that did not count. */
export function TooLate({ error, onDismiss }: { error: unknown; onDismiss?: () => void }) {
  const { title, detail } = useProblemText(error);
  return (
    <Notice tone="warn" {...(onDismiss && { onDismiss })}>
      {title}. {detail}
    </Notice>
  );
}
