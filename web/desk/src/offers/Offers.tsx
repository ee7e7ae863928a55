import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { keys } from '../api/keys';
import type { Me } from '../api/words';
import { useProblemText } from '../i18n/problemText';
import { Notice } from '../ui/Notice';
import { useNow } from '../ui/useNow';
import { useAcceptOffer, useDeclineOffer } from './answerOffer';
import { OfferDialog } from './OfferDialog';

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

/** The server ends what nobody answers; this asks it whether it has. */
function Over({ until_ms }: { until_ms: number }): null {
  const queries = useQueryClient();
  const over = useNow() > until_ms;
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: keys.me });
  }, [over, queries]);
  return null;
}

function TooLate({ error, onDismiss }: { error: unknown; onDismiss?: () => void }) {
  const { title, detail } = useProblemText(error);
  return (
    <Notice tone="warn" {...(onDismiss && { onDismiss })}>
      {title}. {detail}
    </Notice>
  );
}
