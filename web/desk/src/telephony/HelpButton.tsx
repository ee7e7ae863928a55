import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { useShortcut } from '../ui/shortcuts';
import { ActionFailure } from './ActionFailure';
import { useAskHelp } from './askHelp';
import { BarButton } from './BarButton';

/** Asks for a supervisor; pressed until one is there, or until the agent asks no more. */
export function HelpButton({ attempt, enabled }: { attempt: Attempt; enabled: boolean }) {
  const t = useText();
  const ask = useAskHelp(attempt.id);
  const asked = attempt.help_since_ms !== null;
  const name = t(asked ? 'desk.help.cancel' : 'desk.help.ask');
  const toggle = () => {
    if (!ask.isPending) ask.mutate(!asked);
  };
  useShortcut('a', name, toggle, enabled);
  return (
    <>
      <ActionFailure error={ask.error} />
      <BarButton quiet icon="help" keyName="A" name={name} data-testid="help" aria-pressed={asked} disabled={!enabled} aria-busy={ask.isPending} onClick={toggle} />
    </>
  );
}
