import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { ActionFailure } from './ActionFailure';
import type { CallPhase } from './callPhase';
import { useDrop } from './dropParticipant';
import { placeOf } from './place';
import { VoiceControls } from './VoiceControls';

interface GuestControlsProps {
  attempt: Attempt;
  agentId: string;
  phase: CallPhase;
}

/** What somebody who was asked in can do: their own line, and leave. */
export function GuestControls({ attempt, agentId, phase }: GuestControlsProps) {
  const t = useText();
  const drop = useDrop(attempt.id);
  const live = phase !== 'ended';
  const { label } = placeOf(attempt, agentId);
  const leave = () => {
    if (!drop.isPending && label !== null) drop.mutate(label);
  };
  useShortcut('shift+e', t('desk.guest.leave'), leave, live);
  if (!live) return null;
  return (
    <div className="flex items-center gap-2">
      <ActionFailure error={drop.error} />
      <VoiceControls />
      <Button kind="danger" icon="out" shown="⇧E" ariaKey="Shift+E" aria-busy={drop.isPending} onClick={leave}>
        {t('desk.guest.leave')}
      </Button>
    </div>
  );
}
