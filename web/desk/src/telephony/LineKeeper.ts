import { useEffect } from 'react';

import type { Attempt } from '../api/words';
import { useNow } from '../ui/useNow';
import { useLine } from '../voice/lineControl';
import { useHoldsLine } from '../voice/lineLock';
import { useVoice } from '../voice/VoiceContext';
import { shouldJoin, shouldLeave } from './joinRule';
import { seatOf } from './place';

interface LineKeeperProps {
  /** Null when the agent has none, undefined while it is not known. */
  attempt: Attempt | null | undefined;
  agentId: string;
}

/**
 * Keeps the line where the server says it belongs; shows nothing.
 * A component of its own because it looks each second, and the screen around it need not.
 */
export function LineKeeper({ attempt, agentId }: LineKeeperProps): null {
  const { control, lock } = useVoice();
  const line = useLine(control);
  const holds = useHoldsLine(lock);
  const now_ms = useNow();
  const known = attempt ?? null;
  const join = known !== null && shouldJoin({ attempt: known, agent_id: agentId, line, holds, released: control.released, now_ms });
  const leave = control.busy && shouldLeave(attempt, agentId, holds);
  useEffect(() => {
    if (join) void control.connect(seatOf(known, agentId));
  }, [join, known, agentId, control]);
  useEffect(() => {
    if (leave) control.hangUp();
  }, [leave, control]);
  return null;
}
