import { useEffect, useRef, type ReactNode } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';
import { useRing, useRingChoice } from './ring';
import { useTitle } from './useTitle';

// Who is typing when it opens must not answer by the key they meant for something else.
const DEAF_MS = 600;
const SOON_S = 5;

interface RingDialogProps {
  /** What it is found by in tests. */
  id: 'offer' | 'invitation';
  title: string;
  /** The tab's title meanwhile. */
  tab: string;
  until_ms: number;
  ring_s: number;
  heard: boolean;
  answering: boolean;
  accept: string;
  note: string;
  onAccept: () => void;
  onDecline: () => void;
  children: ReactNode;
}

/** Something rings at the desk: what, how long still, and two answers. */
export function RingDialog({ id, title, tab, until_ms, ring_s, heard, answering, accept, note, onAccept, onDecline, children }: RingDialogProps) {
  const t = useText();
  const [wanted, setWanted] = useRingChoice();
  const opened_ms = useRef<number | null>(null);
  opened_ms.current ??= performance.now();
  const answers = useRef<HTMLDivElement>(null);
  // After the dialog has opened itself, and with it focused its cross.
  useEffect(() => answers.current?.querySelector('button')?.focus(), []);
  useRing(heard && wanted);
  useTitle(tab);
  const answer = (act: () => void) => () => {
    if (!answering && performance.now() - (opened_ms.current ?? 0) > DEAF_MS) act();
  };
  return (
    <Dialog title={title} dismissable onClose={answer(onDecline)}>
      <div data-testid={id} className="flex flex-col gap-4">
        {children}
        <Left until_ms={until_ms} ring_s={ring_s} />
        <div ref={answers} className="flex items-center gap-2">
          <Button kind="primary" size="large" shown="↵" ariaKey="Enter" data-testid={`${id}-accept`} aria-busy={answering} onClick={answer(onAccept)}>
            {accept}
          </Button>
          <Button size="large" shown="Esc" ariaKey="Escape" data-testid={`${id}-decline`} onClick={answer(onDecline)}>
            {t('desk.offer.decline')}
          </Button>
          <span className="flex-1" />
          <button
            type="button"
            aria-pressed={wanted}
            aria-label={t('desk.offer.sound')}
            title={t('desk.offer.sound')}
            onClick={() => setWanted(!wanted)}
            className="grid size-9 place-items-center rounded-lg text-soft hover:bg-raised hover:text-ink"
          >
            <Icon name={wanted ? 'bell' : 'bell_off'} className="size-[18px]" />
          </button>
        </div>
        <p className="text-xs text-soft">{note}</p>
      </div>
    </Dialog>
  );
}

/** What is left, by the server's clock. */
function Left({ until_ms, ring_s }: { until_ms: number; ring_s: number }) {
  const t = useText();
  const left_s = Math.max(0, Math.ceil((until_ms - useNow(250)) / 1000));
  const soon = left_s <= SOON_S;
  return (
    <div className="flex items-center gap-3">
      <div aria-hidden="true" className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-raised">
        <div
          className={`h-full rounded-full motion-safe:transition-[width] motion-safe:duration-300 ${soon ? 'bg-bad-fill' : 'bg-accent'}`}
          style={{ width: `${Math.min(100, (100 * left_s) / ring_s)}%` }}
        />
      </div>
      <span role="timer" aria-label={t('desk.offer.left')} className={`w-10 text-right text-base font-semibold ${soon ? 'text-bad' : ''}`}>
        {left_s} s
      </span>
    </div>
  );
}
