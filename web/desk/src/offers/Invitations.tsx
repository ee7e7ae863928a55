import { useState } from 'react';

import type { Me } from '../api/words';
import { useAcceptInvitation, useDeclineInvitation } from './answerInvitation';
import { InvitationDialog } from './InvitationDialog';
import { Over, TooLate } from './RingEnd';

interface InvitationsProps {
  me: Me;
  /** Whether this tab has the line: the others show what rings, and are quiet. */
  holdsLine: boolean;
  onAccepted: () => void;
}

/** The call in which this agent is wanted, and what became of the last answer if it came too late. */
export function Invitations({ me, holdsLine, onAccepted }: InvitationsProps) {
  const accept = useAcceptInvitation();
  const decline = useDeclineInvitation();
  const [failure, setFailure] = useState<unknown>(null);
  const invitation = me.attempt_id === null ? me.invitation : null;
  if (invitation === null) return failure === null ? null : <TooLate error={failure} onDismiss={() => setFailure(null)} />;
  const { attempt_id, label } = invitation;
  return (
    <InvitationDialog
      key={`${attempt_id}-${label}`}
      invitation={invitation}
      heard={holdsLine}
      answering={accept.isPending || decline.isPending}
      onAccept={() => {
        setFailure(null);
        accept.mutate({ attempt_id, label }, { onSuccess: onAccepted, onError: setFailure });
      }}
      onDecline={() => {
        setFailure(null);
        decline.mutate({ attempt_id, label }, { onError: setFailure });
      }}
    >
      <Over until_ms={invitation.until_ms} />
      {failure !== null && <TooLate error={failure} />}
    </InvitationDialog>
  );
}
