import { describe, expect, it } from 'vitest';

import { elapsedMs, phaseOf } from '../src/telephony/callPhase';
import { newer } from '../src/telephony/readAttempt';
import { anAttempt } from './anAttempt';

describe('the phase of a call', () => {
  it.each([
    [anAttempt(), 'joining'],
    [anAttempt({ state: 'agent_joined', agent: { state: 'joined' } }), 'dialling'],
    [anAttempt({ state: 'dialling', customer: { state: 'initiated' } }), 'dialling'],
    [anAttempt({ state: 'dialling', customer: { state: 'ringing' } }), 'ringing'],
    [anAttempt({ state: 'connected', agent: { state: 'joined' }, customer: { state: 'joined' } }), 'on_call'],
    [anAttempt({ state: 'connected', agent: { state: 'joined' }, customer: { on_hold: true } }), 'held'],
    [anAttempt({ state: 'connected', agent: { state: 'left' } }), 'line_lost'],
    [anAttempt({ state: 'ended', customer: { state: 'ringing' } }), 'ended'],
  ])('case %#: %s', (attempt, phase) => {
    expect(phaseOf(attempt)).toBe(phase);
  });

  it('counts from the claim, then the dialling, then the conversation, and stops at the end', () => {
    expect(elapsedMs(anAttempt(), 1_065_000)).toBe(5_000);
    expect(elapsedMs(anAttempt({ dialled_at_ms: 1_063_000 }), 1_065_000)).toBe(2_000);
    const talked = anAttempt({ connected_at_ms: 1_070_000, ended_at_ms: 1_100_000 });
    expect(elapsedMs(talked, 9_999_999)).toBe(30_000);
  });

  it('never lets an older answer replace a newer one', () => {
    const [old, young] = [anAttempt({ version: 3 }), anAttempt({ version: 4 })];
    expect(newer(young, old)).toBe(young);
    expect(newer(old, young)).toBe(young);
    expect(newer(undefined, old)).toBe(old);
  });
});
