import { SUPERVISION_MODES, type Attempt, type Participant } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { ActionFailure } from './ActionFailure';
import { useLeaveSupervision, useSupervise, useTakeOver } from './supervise';
import { VoiceControls } from './VoiceControls';

const KEYS = { listen: 'l', whisper: 'w', barge: 'b' } as const;

interface SupervisorControlsProps {
  attempt: Attempt;
  mine: Participant;
}

/** By whom a supervisor is heard; the call taken over, or left. */
export function SupervisorControls({ attempt, mine }: SupervisorControlsProps) {
  const t = useText();
  const supervise = useSupervise();
  const takeOver = useTakeOver();
  const leave = useLeaveSupervision();
  const there = mine.state === 'joined';
  const out = () => {
    if (!leave.isPending) leave.mutate(attempt.id);
  };
  const over = () => {
    if (!takeOver.isPending) takeOver.mutate(attempt.id);
  };
  useShortcut('shift+o', t('desk.supervise.take_over'), over, there);
  useShortcut('shift+e', t('desk.guest.leave'), out);
  return (
    <div className="flex items-center gap-2">
      <ActionFailure error={supervise.error ?? takeOver.error ?? leave.error} />
      <div role="group" aria-label={t('desk.supervise.title')} className="flex gap-1">
        {SUPERVISION_MODES.map((mode) => (
          <ModeButton key={mode} mode={mode} chosen={mine.mode === mode} onChoose={() => supervise.mutate({ attempt_id: attempt.id, mode })} />
        ))}
      </div>
      <VoiceControls />
      <Button kind="bar" icon="link" shown="⇧O" ariaKey="Shift+O" title={t('desk.supervise.take_over')} disabled={!there} aria-busy={takeOver.isPending} onClick={over}>
        <span className="max-xl:sr-only">{t('desk.supervise.take_over')}</span>
      </Button>
      <Button kind="danger" icon="out" shown="⇧E" ariaKey="Shift+E" title={t('desk.guest.leave')} aria-busy={leave.isPending} onClick={out}>
        <span className="max-xl:sr-only">{t('desk.guest.leave')}</span>
      </Button>
    </div>
  );
}

interface ModeButtonProps {
  mode: keyof typeof KEYS;
  chosen: boolean;
  onChoose: () => void;
}

function ModeButton({ mode, chosen, onChoose }: ModeButtonProps) {
  const t = useText();
  useShortcut(KEYS[mode], t(`desk.supervise.${mode}`), onChoose);
  return (
    <Button kind="bar" shown={KEYS[mode].toUpperCase()} ariaKey={KEYS[mode].toUpperCase()} data-mode={mode} aria-pressed={chosen} onClick={onChoose}>
      {t(`desk.supervise.${mode}`)}
    </Button>
  );
}
