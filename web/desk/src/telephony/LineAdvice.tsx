import type { Attempt } from '../api/words';
import { isMessage, useText } from '../i18n/i18n';
import { Notice } from '../ui/Notice';
import { useNow } from '../ui/useNow';
import { useLine } from '../voice/lineControl';
import { useVoice } from '../voice/VoiceContext';
import { phaseOf } from './callPhase';
import { shownWarnings } from './lineWarnings';

/** What the customer hears of the worst that is wrong with the line, and what helps. */
export function LineAdvice({ attempt, agentId }: { attempt: Attempt; agentId: string }) {
  const t = useText();
  const now_ms = useNow();
  const { control } = useVoice();
  const line = useLine(control);
  const [gravest] = shownWarnings(line, phaseOf(attempt, agentId), now_ms);
  const key = `desk.quality.advice.${gravest ?? ''}`;
  if (!isMessage(key)) return null;
  return (
    <Notice tone="warn" className="m-3 mb-0">
      <p data-testid="line-advice" data-warning={gravest}>
        {t(key)}
      </p>
    </Notice>
  );
}
