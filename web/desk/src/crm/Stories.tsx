import { useRef, useState } from 'react';

import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Segments } from '../ui/Segments';
import { useShortcut } from '../ui/shortcuts';
import { useWidth } from '../ui/useWidth';
import { isOtherSideIn, otherSideOf } from './sides';
import { Timeline } from './Timeline';
import { TwoTimelines } from './TwoTimelines';
import { useCustomer } from './readCustomer';

type View = 'customer' | 'other' | 'both';

// Narrower than this a sentence in half of it has two words a line.
const BESIDE_PX = 560;

/** The customer's story, that of the other side of the order, or both on one axis: both by itself once they are asked in. */
export function Stories({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  const wide = useWidth(place, BESIDE_PX) >= BESIDE_PX;
  const [chosen, setChosen] = useState<View | null>(null);
  const { data } = useCustomer(attempt.customer_id);
  const other = data === undefined ? null : otherSideOf(data, attempt.callback.order_id);
  const views: readonly View[] = wide ? ['customer', 'other', 'both'] : ['customer', 'other'];
  const wanted = chosen ?? (isOtherSideIn(attempt) ? 'both' : 'customer');
  const shown = other === null || !views.includes(wanted) ? 'customer' : wanted;
  const next = views[(views.indexOf(shown) + 1) % views.length] ?? 'customer';
  useShortcut('s', t('desk.sides.next'), () => setChosen(next), other !== null);
  const names: Record<View, string> = {
    customer: t(`desk.role.${attempt.customer_role}`),
    other: t(`desk.role.${attempt.customer_role === 'seller' ? 'buyer' : 'seller'}`),
    both: t('desk.sides.both'),
  };
  const choice = other !== null && (
    <div className="flex items-center gap-2">
      <Segments label={t('desk.sides.label')} options={views.map((view) => [view, names[view]] as const)} chosen={shown} onChoose={setChosen} />
      <kbd aria-hidden="true" className="text-soft">
        S
      </kbd>
    </div>
  );
  return (
    <div ref={place} data-testid="stories" data-view={shown}>
      {shown === 'both' && other !== null ? (
        <TwoTimelines attempt={attempt} other={other} aside={choice} />
      ) : (
        <Timeline
          key={shown}
          customerId={shown === 'other' && other !== null ? other.customerId : attempt.customer_id}
          nameIfUnknown={shown === 'other' && other !== null ? other.name : null}
          site={attempt.site}
          attemptId={attempt.id}
          aside={choice}
        />
      )}
    </div>
  );
}
