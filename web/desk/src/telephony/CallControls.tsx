import { useState } from 'react';

import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { ActionFailure } from './ActionFailure';
import { AskDialog } from './AskDialog';
import { BarButton } from './BarButton';
import type { CallPhase } from './callPhase';
import { useHangUp } from './hangUp';
import { useHold } from './holdCustomer';
import { VoiceControls } from './VoiceControls';

interface CallControlsProps {
  attempt: Attempt;
  phase: CallPhase;
}

/** What the call's own agent can do with it. */
export function CallControls({ attempt, phase }: CallControlsProps) {
  const t = useText();
  const hold = useHold(attempt.id);
  const hangUp = useHangUp(attempt.id);
  const [asking, setAsking] = useState(false);
  const live = phase !== 'ended';
  const talking = phase === 'on_call' || phase === 'held' || phase === 'consulting';
  const there = talking && attempt.customer.state === 'joined';
  const held = attempt.customer.on_hold;
  const toggleHold = () => {
    if (!hold.isPending) hold.mutate(!held);
  };
  const end = () => {
    if (!hangUp.isPending) hangUp.mutate();
  };
  useShortcut('h', t(held ? 'desk.call.resume' : 'desk.call.hold'), toggleHold, there);
  useShortcut('c', t('desk.ask.title'), () => setAsking(true), talking);
  useShortcut('shift+e', t('desk.call.hang_up'), end, live);
  if (!live) return null;
  return (
    <div className="flex items-center gap-2">
      <ActionFailure error={hold.error ?? hangUp.error} />
      <VoiceControls />
      <BarButton icon={held ? 'play' : 'pause'} keyName="H" name={t(held ? 'desk.call.resume' : 'desk.call.hold')} disabled={!there} aria-busy={hold.isPending} onClick={toggleHold} />
      <BarButton icon="people" keyName="C" name={t('desk.ask.open')} disabled={!talking} onClick={() => setAsking(true)} />
      <Button kind="danger" icon="end" shown="⇧E" ariaKey="Shift+E" aria-busy={hangUp.isPending} onClick={end}>
        {t('desk.call.hang_up')}
      </Button>
      {asking && talking && <AskDialog attempt={attempt} onHold={() => hold.mutate(true)} onClose={() => setAsking(false)} />}
    </div>
  );
}
