import type { Me } from '../api/words';
import { useText } from '../i18n/i18n';
import { useProblemText } from '../i18n/problemText';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { useClaimNext } from './claimNext';

interface NextCustomerProps {
  me: Me;
  /** How many wait in their lanes, whoever they are kept for. */
  waiting: number;
  onClaimed: () => void;
}

/** The one click: claims the best-placed waiting customer. The line follows from what the server says. */
export function NextCustomer({ me, waiting, onClaimed }: NextCustomerProps) {
  const t = useText();
  const claim = useClaimNext();
  const ready = me.presence.activity === 'available' && me.attempt_id === null;
  const next = () => {
    if (ready && !claim.isPending) claim.mutate(undefined, { onSuccess: (attempt) => attempt !== null && onClaimed() });
  };
  useShortcut('n', t('desk.next.go'), next, ready);
  return (
    <div>
      <Button kind="primary" size="large" className="w-full" shown="N" ariaKey="N" data-testid="next-customer" disabled={!ready} aria-busy={claim.isPending} onClick={next}>
        {t(claim.isPending ? 'desk.next.claiming' : 'desk.next.go')}
      </Button>
      <p role="status" className="min-h-5 px-1 pt-1 text-xs text-soft">
        {claim.error !== null ? <ClaimFailure error={claim.error} /> : hintOf(me, claim.data === null && !claim.isPending)}
      </p>
    </div>
  );

  function hintOf({ presence, attempt_id }: Me, nobody: boolean): string {
    if (attempt_id !== null) return t(presence.activity === 'wrap-up' ? 'desk.next.after_wrap_up' : 'desk.next.on_call');
    if (presence.activity !== 'available') return t('desk.next.not_available');
    if (!nobody) return '';
    return t(waiting > 0 ? 'desk.next.kept' : 'desk.next.nobody');
  }
}

function ClaimFailure({ error }: { error: unknown }) {
  const { title, detail } = useProblemText(error);
  return (
    <span className="text-bad">
      {title}. {detail}
    </span>
  );
}
