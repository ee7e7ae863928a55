import { useEffect } from 'react';

import type { Attempt } from '../api/words';
import { useNow } from '../ui/useNow';
import { useLine } from '../voice/lineControl';
import { useHoldsLine } from '../voice/lineLock';
import { useVoice } from '../voice/VoiceContext';
import { shouldJoin } from './joinRule';

/**
 * Keeps the line where the server says it belongs; shows nothing. `attempt` is null when the agent has none.
 * A component of its own because it looks each second, and the screen around it need not.
 */
export function LineKeeper({ attempt }: { attempt: Attempt | null }): null {
  const { control, lock } = useVoice();
  const line = useLine(control);
  const holds = useHoldsLine(lock);
  const now_ms = useNow();
  const join = attempt !== null && shouldJoin({ attempt, line, holds, released: control.released, now_ms });
  const leave = control.busy && (!holds || attempt === null || attempt.state === 'ended');
  const attemptId = attempt?.id;
  useEffect(() => {
    if (join && attemptId !== undefined) void control.connect(attemptId);
  }, [join, attemptId, control]);
  useEffect(() => {
    if (leave) control.hangUp();
  }, [leave, control]);
  return null;
}
