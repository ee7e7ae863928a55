import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { useText } from '../i18n/i18n';
import { useProblemText } from '../i18n/problemText';
import { Button } from '../ui/Button';

/** A call that sounded bad: one click, and its customer is in line for another. */
export function CallAgain({ attemptId, customerId }: { attemptId: string; customerId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => dataOf(api().POST('/poor-calls/callbacks', { body: { attempt_id: attemptId } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.timeline(customerId) }),
  });
  if (ask.data !== undefined) {
    return (
      <p role="status" className="mt-1 text-soft">
        {t('desk.quality.called_back', { existing: ask.data.existing ? 'yes' : 'no' })}
      </p>
    );
  }
  return (
    <div className="mt-1 flex items-center gap-3">
      <Button icon="returned" aria-busy={ask.isPending} disabled={ask.isPending} onClick={() => ask.mutate()}>
        {t('desk.quality.call_back')}
      </Button>
      {ask.error !== null && <Refused error={ask.error} />}
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  const { detail } = useProblemText(error);
  return (
    <p role="alert" className="text-bad">
      {detail}
    </p>
  );
}
