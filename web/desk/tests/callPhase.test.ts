import { describe, expect, it } from 'vitest';

import type { Participant } from '../src/api/words';
import { elapsedMs, phaseOf } from '../src/telephony/callPhase';
import { newer } from '../src/telephony/readAttempt';
import { anAttempt, aParticipant } from './anAttempt';

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

  const call = (specialist: Partial<Participant>, on_hold = true) =>
    anAttempt({ state: 'connected', agent: { state: 'joined' }, customer: { state: 'joined', on_hold }, participants: [aParticipant(specialist)] });

  it('is a consultation while somebody else is in the talk and the customer is not', () => {
    expect(phaseOf(call({ state: 'joined' }))).toBe('consulting');
    expect(phaseOf(call({ state: 'joined' }, false))).toBe('on_call');
    expect(phaseOf(call({ state: 'joined', on_hold: true }))).toBe('held');
    expect(phaseOf(call({ state: 'absent' }))).toBe('held');
  });

  it('is, for somebody asked in, where their own leg is', () => {
    expect(phaseOf(call({ state: 'absent' }), 'agent-2')).toBe('joining');
    expect(phaseOf(call({ state: 'joined' }), 'agent-2')).toBe('on_call');
    expect(phaseOf(call({ state: 'joined', on_hold: true }), 'agent-2')).toBe('held');
    expect(phaseOf(call({ state: 'left', ended_as: 'dropped' }), 'agent-2')).toBe('ended');
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
