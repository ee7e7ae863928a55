import { useEffect, useRef, type ReactNode } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Icon, type IconName } from '../ui/Icon';
import { useShortcut } from '../ui/shortcuts';
import type { Party } from './parties';

const LOOKS = {
  talk: 'border-accent bg-accent text-on-accent',
  held: 'border-warn bg-warn-soft text-warn',
  coming: 'border-dashed border-edge bg-raised text-ink',
  gone: 'border-line bg-raised text-soft',
};
const ICONS: Record<Party['state'], IconName> = { talk: 'mic', held: 'pause', coming: 'bell', gone: 'cross' };
const FACE = 'inline-flex h-8 min-w-0 items-center gap-1.5 px-2.5';

interface PartyChipProps {
  party: Party;
  /** Whether the call's own agent looks. */
  own: boolean;
  /** The key that talks with them alone; null where there is nothing to choose. */
  digit: string | null;
  alone: boolean;
  /** Whether their hand-over has the key. */
  main: boolean;
  /** Takes itself away after so long. */
  shownMs: number | null;
  onTalk: () => void;
  onHandOver: (() => void) | null;
  onDrop: (() => void) | null;
  onDismiss: () => void;
}

/** One party: who, what they are, whether they hear us; pressed, the talk is with them alone. */
export function PartyChip({ party, own, digit, alone, main, shownMs, onTalk, onHandOver, onDrop, onDismiss }: PartyChipProps) {
  const t = useText();
  const { name, kind, state } = party;
  const here = state === 'talk' || state === 'held';
  const shown = digit !== null && here ? digit : null;
  useDismissAfter(shownMs, onDismiss);
  return (
    <div role="group" aria-label={name} data-party={party.label} data-state={state} className={cx('flex max-w-full items-center rounded-md border', LOOKS[state])}>
      {shown === null ? (
        <p role="status" className={FACE}>
          <Face party={party} own={own} />
        </p>
      ) : (
        <TalkButton name={name} digit={shown} alone={alone} onTalk={onTalk}>
          <Face party={party} own={own} />
        </TalkButton>
      )}
      {here && onHandOver !== null && (
        <Button className="mr-1 h-6 border-transparent" {...(main && { shown: '⇧T', ariaKey: 'Shift+T' })} onClick={onHandOver}>
          {t('desk.parties.hand_over')}
        </Button>
      )}
      {state === 'gone' ? (
        <Cross name={t('desk.parties.dismiss', { name })} onClick={onDismiss} />
      ) : (
        onDrop !== null && <Cross name={t('desk.parties.drop', { name, kind })} onClick={onDrop} />
      )}
    </div>
  );
}

function Face({ party, own }: Pick<PartyChipProps, 'party' | 'own'>) {
  const t = useText();
  const { name, kind, state, why, mode } = party;
  return (
    <>
      <Icon name={ICONS[state]} className="size-3.5" />
      <span className="max-w-48 min-w-0 truncate font-semibold">{name}</span>
      <span className="text-xs whitespace-nowrap">
        <span className="max-xl:sr-only">{t(`desk.parties.kind.${kind}`)} · </span>
        {state === 'talk' && mode !== null ? t(own ? 'desk.parties.mode' : 'desk.board.mode', { mode }) : t('desk.parties.state', { state, why: why ?? 'left', kind })}
      </span>
    </>
  );
}

interface TalkButtonProps {
  name: string;
  digit: string;
  alone: boolean;
  onTalk: () => void;
  children: ReactNode;
}

function TalkButton({ name, digit, alone, onTalk, children }: TalkButtonProps) {
  const t = useText();
  const only = t('desk.parties.only', { name });
  useShortcut(digit, only, onTalk);
  return (
    <button type="button" aria-pressed={alone} aria-keyshortcuts={digit} title={only} onClick={onTalk} className={cx(FACE, 'rounded-md hover:brightness-110')}>
      {children}
      <kbd aria-hidden="true">{digit}</kbd>
    </button>
  );
}

function Cross({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" aria-label={name} title={name} onClick={onClick} className="mr-1 grid size-6 place-items-center rounded hover:bg-black/15">
      <Icon name="cross" className="size-3.5" />
    </button>
  );
}

function useDismissAfter(ms: number | null, onDismiss: () => void): void {
  const latest = useRef(onDismiss);
  useEffect(() => {
    latest.current = onDismiss;
  });
  useEffect(() => {
    if (ms === null) return;
    const timer = setTimeout(() => latest.current(), ms);
    return () => clearTimeout(timer);
  }, [ms]);
}
