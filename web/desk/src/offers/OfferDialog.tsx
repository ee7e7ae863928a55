import type { ReactNode } from 'react';

import type { Offer } from '../api/words';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { Chip } from '../ui/Chip';
import { RingDialog } from './RingDialog';

const TONE = { urgent: 'bad', high: 'warn', standard: 'grey' } as const;

interface OfferDialogProps {
  offer: Offer;
  heard: boolean;
  answering: boolean;
  onAccept: () => void;
  onDecline: () => void;
  children?: ReactNode;
}

/** A customer rings: who, and about what. */
export function OfferDialog({ offer, children, ...answers }: OfferDialogProps) {
  const t = useText();
  return (
    <RingDialog
      id="offer"
      title={t('desk.offer.title')}
      tab={t('desk.offer.tab', { name: offer.customer_name })}
      until_ms={offer.until_ms}
      ring_s={offer.ring_s}
      accept={t('desk.offer.accept')}
      note={t('desk.offer.note')}
      {...answers}
    >
      <div>
        <p className="text-2xl font-semibold break-words">{offer.customer_name}</p>
        <p className="mt-1 flex flex-wrap items-center gap-2 text-soft">
          <Chip tone={TONE[offer.tier]}>{t(`desk.tier.${offer.tier}`)}</Chip>
          {laneName(offer.lane, t)}
        </p>
      </div>
      {children}
    </RingDialog>
  );
}
