import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { useLine } from '../voice/lineControl';
import { useVoice } from '../voice/VoiceContext';
import { ActionFailure } from './ActionFailure';
import type { CallPhase } from './callPhase';
import { useHangUp } from './hangUp';
import { useHold } from './holdCustomer';

export function CallControls({ attempt, phase }: { attempt: Attempt; phase: CallPhase }) {
  const t = useText();
  const { control } = useVoice();
  const line = useLine(control);
  const hold = useHold(attempt.id);
  const hangUp = useHangUp(attempt.id);
  const live = phase !== 'ended';
  const canMute = live && line.status === 'open';
  const canHold = phase === 'on_call' || phase === 'held';
  const held = phase === 'held';
  const toggleMute = () => control.mute(!line.muted);
  const toggleHold = () => {
    if (!hold.isPending) hold.mutate(!held);
  };
  const end = () => {
    if (!hangUp.isPending) hangUp.mutate();
  };
  useShortcut('m', t(line.muted ? 'desk.call.unmute' : 'desk.call.mute'), toggleMute, canMute);
  useShortcut('h', t(held ? 'desk.call.resume' : 'desk.call.hold'), toggleHold, canHold);
  useShortcut('shift+e', t('desk.call.hang_up'), end, live);
  if (!live) return null;
  return (
    <div className="flex items-center gap-2">
      <ActionFailure error={hold.error ?? hangUp.error} />
      <Button kind="bar" icon={line.muted ? 'mute' : 'mic'} shown="M" ariaKey="M" aria-pressed={line.muted} disabled={!canMute} onClick={toggleMute}>
        {t('desk.call.mute')}
      </Button>
      <Button kind="bar" icon={held ? 'play' : 'pause'} shown="H" ariaKey="H" disabled={!canHold} aria-busy={hold.isPending} onClick={toggleHold}>
        {t(held ? 'desk.call.resume' : 'desk.call.hold')}
      </Button>
      <Button kind="danger" icon="end" shown="⇧E" ariaKey="Shift+E" aria-busy={hangUp.isPending} onClick={end}>
        {t('desk.call.hang_up')}
      </Button>
    </div>
  );
}
