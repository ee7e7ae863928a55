import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useShortcut } from '../ui/shortcuts';
import { useCallAgain } from './callAgain';

/** The customer's line was lost, says the agent: one key, and their phone rings again. */
export function CutOff({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const again = useCallAgain(attempt.id);
  const ask = () => {
    if (!again.isPending) again.mutate();
  };
  useShortcut('r', t('desk.ended.cut_off'), ask, attempt.can_call_again);
  if (!attempt.can_call_again) return null;
  if (again.data === null) {
    return (
      <p role="status" className="text-soft">
        {t('desk.ended.called_by_other')}
      </p>
    );
  }
  return (
    <div>
      <Button icon="returned" shown="R" ariaKey="R" aria-busy={again.isPending} onClick={ask}>
        {t('desk.ended.cut_off')}
      </Button>
      {again.error !== null && <Failure error={again.error} className="mt-2" />}
    </div>
  );
}
