import { useEffect } from 'react';

import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Icon } from '../ui/Icon';
import { ActionFailure } from './ActionFailure';
import { useRevealPhone } from './revealPhone';

const SHOWN_MS = 20_000;

/** The number, masked until asked for; asking is on the timeline, and it goes back behind its mask. */
export function RevealPhone({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const { data, error, isPending, mutate, reset } = useRevealPhone(attempt.id);
  useEffect(() => {
    if (data === undefined) return;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [data, reset]);
  return (
    <span className="flex items-center gap-2">
      <button
        type="button"
        aria-busy={isPending}
        title={t('desk.phone.title')}
        onClick={() => (data === undefined ? mutate() : reset())}
        className="inline-flex h-6 items-center gap-1.5 rounded-full bg-black/20 px-2 text-xs font-medium whitespace-nowrap hover:bg-black/35"
      >
        {data ?? attempt.callback.phone_masked}
        <span className="sr-only"> {t(data === undefined ? 'desk.phone.show' : 'desk.phone.hide')}</span>
        <Icon name="eye" className="size-3.5" />
      </button>
      <ActionFailure error={error} />
    </span>
  );
}
