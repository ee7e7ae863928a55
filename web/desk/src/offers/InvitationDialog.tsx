import type { ReactNode } from 'react';

import type { Invitation } from '../api/words';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { RingDialog } from './RingDialog';

interface InvitationDialogProps {
  invitation: Invitation;
  heard: boolean;
  answering: boolean;
  onAccept: () => void;
  onDecline: () => void;
  children?: ReactNode;
}

/** A colleague wants this agent in a call: who, about whom, and what the customer asked. */
export function InvitationDialog({ invitation, children, ...answers }: InvitationDialogProps) {
  const t = useText();
  const { transfer, from_name, customer_name, question, lane, until_ms, ring_s } = invitation;
  return (
    <RingDialog
      id="invitation"
      title={t(transfer ? 'desk.invitation.transfer' : 'desk.invitation.consult')}
      tab={t('desk.invitation.tab', { name: from_name })}
      until_ms={until_ms}
      ring_s={ring_s}
      accept={t(transfer ? 'desk.invitation.take' : 'desk.invitation.join')}
      note={t(transfer ? 'desk.invitation.transfer_note' : 'desk.invitation.consult_note')}
      {...answers}
    >
      <div>
        <p className="text-2xl font-semibold break-words">{from_name}</p>
        <p className="mt-1 text-soft">{t('desk.invitation.about', { name: customer_name, lane: laneName(lane, t) })}</p>
      </div>
      <p className="truncate-2 rounded-lg bg-raised px-3 py-2 text-base">“{question}”</p>
      {children}
    </RingDialog>
  );
}
