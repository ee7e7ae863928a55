import { describe, expect, it } from 'vitest';

import { shouldJoin } from '../src/telephony/joinRule';
import { after, connecting, IDLE } from '../src/voice/lineState';
import { anAttempt } from './anAttempt';

const NOW = 2_000_000;
const fresh = { attempt: anAttempt(), line: IDLE, holds: true, released: null, now_ms: NOW };

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
    const spent = { ...IDLE, attemptId: 'att-0', tries: 3, ended_ms: NOW, status: 'failed' as const };
    expect(shouldJoin({ ...fresh, line: spent })).toBe(true);
  });
});
