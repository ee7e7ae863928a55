import { useState } from 'react';

import type { Me } from '../api/words';
import { useAcceptOffer, useDeclineOffer } from './answerOffer';
import { OfferDialog } from './OfferDialog';
import { Over, TooLate } from './RingEnd';

interface OffersProps {
  me: Me;
  /** Whether this tab has the line: the others show what rings, and are quiet. */
  holdsLine: boolean;
  onAccepted: () => void;
}

/** What rings at this desk, and what became of the last answer if it came too late. */
export function Offers({ me, holdsLine, onAccepted }: OffersProps) {
  const accept = useAcceptOffer();
  const decline = useDeclineOffer();
  const [failure, setFailure] = useState<unknown>(null);
  const offer = me.attempt_id === null ? me.offer : null;
  if (offer === null) return failure === null ? null : <TooLate error={failure} onDismiss={() => setFailure(null)} />;
  return (
    <OfferDialog
      key={`${offer.callback_id}-${offer.until_ms}`}
      offer={offer}
      heard={holdsLine}
      answering={accept.isPending || decline.isPending}
      onAccept={() => {
        setFailure(null);
        accept.mutate(offer.callback_id, { onSuccess: onAccepted, onError: setFailure });
      }}
      onDecline={() => {
        setFailure(null);
        decline.mutate(offer.callback_id, { onError: setFailure });
      }}
    >
      <Over until_ms={offer.until_ms} />
      {failure !== null && <TooLate error={failure} />}
    </OfferDialog>
  );
}
