import { describe, expect, it } from 'vitest';

import { shouldJoin, shouldLeave } from '../src/telephony/joinRule';
import { seatOf, wentOn } from '../src/telephony/place';
import { after, connecting, IDLE } from '../src/voice/lineState';
import { anAttempt, aParticipant } from './anAttempt';

const NOW = 2_000_000;
const fresh = { attempt: anAttempt(), agent_id: 'agent-1', line: IDLE, holds: true, released: null, now_ms: NOW };

describe('joining the line', () => {
  it('joins a fresh claim at once', () => {
    expect(shouldJoin(fresh)).toBe(true);
  });

  it('leaves it to the tab that has the line', () => {
    expect(shouldJoin({ ...fresh, holds: false })).toBe(false);
  });

  it('waits while the line is on its way or there', () => {
    const line = connecting(IDLE, 'att-1');
    expect(shouldJoin({ ...fresh, line })).toBe(false);
    expect(shouldJoin({ ...fresh, line: after(line, { type: 'opened' }, NOW) })).toBe(false);
  });

  it('stays out while the server still sees a leg, as after a reload', () => {
    expect(shouldJoin({ ...fresh, attempt: anAttempt({ state: 'connected', agent: { state: 'joined' } }) })).toBe(false);
    expect(shouldJoin({ ...fresh, attempt: anAttempt({ state: 'connected', agent: { state: 'left' } }) })).toBe(true);
  });

  it('gives an ending conference time to say so before it comes back', () => {
    const line = after(after(connecting(IDLE, 'att-1'), { type: 'opened' }, NOW), { type: 'closed' }, NOW);
    const attempt = anAttempt({ state: 'connected', agent: { state: 'left' } });
    expect(shouldJoin({ ...fresh, attempt, line, now_ms: NOW + 1_000 })).toBe(false);
    expect(shouldJoin({ ...fresh, attempt, line, now_ms: NOW + 3_000 })).toBe(true);
  });

  it('does not come back to a call the agent has ended', () => {
    expect(shouldJoin({ ...fresh, released: 'att-1' })).toBe(false);
    expect(shouldJoin({ ...fresh, attempt: anAttempt({ state: 'ended' }) })).toBe(false);
  });

  it('gives up after three failures, and at once without a microphone', () => {
    let line = IDLE;
    for (let tries = 1; tries <= 3; tries += 1) {
      line = after(connecting(line, 'att-1'), { type: 'failed', fault: 'timeout' }, NOW);
      expect(shouldJoin({ ...fresh, line, now_ms: NOW + 10_000 })).toBe(tries < 3);
    }
    const denied = after(connecting(IDLE, 'att-1'), { type: 'failed', fault: 'microphone_denied' }, NOW);
    expect(shouldJoin({ ...fresh, line: denied, now_ms: NOW + 10_000 })).toBe(false);
  });

  it('starts counting anew for another attempt', () => {
    const spent = { ...IDLE, conferenceId: 'att-0', tries: 3, ended_ms: NOW, status: 'failed' as const };
    expect(shouldJoin({ ...fresh, line: spent })).toBe(true);
  });
});

describe('the line of somebody who was asked in', () => {
  const call = (...participants: ReturnType<typeof aParticipant>[]) =>
    anAttempt({ state: 'connected', agent: { state: 'joined' }, customer: { state: 'joined' }, participants });
  const guest = { ...fresh, agent_id: 'agent-2' };

  it('joins under their own label, and is not theirs before they accept or after they left', () => {
    const attempt = call(aParticipant());
    expect(shouldJoin({ ...guest, attempt })).toBe(true);
    expect(seatOf(attempt, 'agent-2')).toEqual({ attemptId: 'att-1', conferenceId: 'att-1', party: 'specialist-1' });
    expect(seatOf(attempt, 'agent-1').party).toBeNull();
    expect(shouldJoin({ ...guest, attempt: call(aParticipant({ state: 'joined' })) })).toBe(false);
    expect(shouldJoin({ ...guest, attempt: call(aParticipant({ state: 'left', ended_as: 'dropped' })) })).toBe(false);
    expect(shouldJoin({ ...guest, agent_id: 'agent-9', attempt })).toBe(false);
  });

  it('takes the newest of their places when they were asked in twice', () => {
    const attempt = call(aParticipant({ state: 'left', ended_as: 'silent' }), aParticipant({ label: 'specialist-2' }));
    expect(seatOf(attempt, 'agent-2').party).toBe('specialist-2');
  });

  it('stays open through a hand-over, whichever is heard first: that the call ended here or that it is theirs', () => {
    const ended = anAttempt({ state: 'ended', outcome: 'transferred', next_id: 'att-2', participants: [aParticipant({ state: 'left', ended_as: 'handed_over' })] });
    expect(wentOn(ended, 'agent-2')).toBe('att-2');
    expect(shouldLeave(ended, 'agent-2', true)).toBe(false);
    expect(shouldLeave(undefined, 'agent-2', true)).toBe(false);
    const theirs = anAttempt({ id: 'att-2', agent_id: 'agent-2', state: 'connected', agent: { state: 'joined' } });
    expect(shouldLeave(theirs, 'agent-2', true)).toBe(false);
    expect(seatOf(theirs, 'agent-2')).toEqual({ attemptId: 'att-2', conferenceId: 'att-1', party: null });
  });

  it('closes for whoever handed over, was let go, has no call, or has it in another tab', () => {
    const ended = anAttempt({ state: 'ended', next_id: 'att-2', participants: [aParticipant({ state: 'left', ended_as: 'dropped' })] });
    expect(shouldLeave(ended, 'agent-1', true)).toBe(true);
    expect(shouldLeave(ended, 'agent-2', true)).toBe(true);
    expect(shouldLeave(call(aParticipant({ state: 'left', ended_as: 'left' })), 'agent-2', true)).toBe(true);
    expect(shouldLeave(null, 'agent-2', true)).toBe(true);
    expect(shouldLeave(call(aParticipant()), 'agent-2', false)).toBe(true);
  });
});
