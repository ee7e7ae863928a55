import type { Attempt, Me } from '../api/words';
import { wentOn } from './place';
import { useAttempt } from './readAttempt';

/**
 * The call the agent is in, theirs or one they were asked into: `attempt` is null without a call, undefined
 * until it is read. A call that is handed over while they are in it goes on under another id, and they may
 * hear of that before they hear that the new one is theirs.
 */
export function useMyAttempt(me: Me): { id: string | null; attempt: Attempt | null | undefined } {
  const { data: read } = useAttempt(me.attempt_id);
  const next = read === undefined ? null : wentOn(read, me.agent_id);
  const { data: following } = useAttempt(next);
  if (me.attempt_id === null) return { id: null, attempt: null };
  return next === null ? { id: me.attempt_id, attempt: read } : { id: next, attempt: following };
}
