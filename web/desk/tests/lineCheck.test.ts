import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { LOCALES } from '../src/api/words';
import { activate, isMessage } from '../src/i18n/i18n';
import { allGood, isWhole, keepCheck, keptCheck, microphoneFault, withFinding } from '../src/telephony/lineCheck';
import { connectionOf, type Sample } from '../src/voice/lineCheck';

const second = (more: Partial<Sample> = {}): Sample => ({ mos: 4.3, rtt: 40, jitter: 3, packetsLostFraction: 0, ...more });
const seconds = (more: Partial<Sample>) => [second(), second(more), second(more), second(more)];

describe('what a connection is like', () => {
  it('is good, or names the worst of it', () => {
    expect(connectionOf(seconds({}))).toBe('good');
    expect(connectionOf(seconds({ packetsLostFraction: 4, jitter: 50, rtt: 900, mos: 2 }))).toBe('lossy');
    expect(connectionOf(seconds({ jitter: 31, rtt: 900, mos: 2 }))).toBe('unsteady');
    expect(connectionOf(seconds({ rtt: 401, mos: 2 }))).toBe('slow');
    expect(connectionOf(seconds({ mos: 3.4 }))).toBe('poor');
  });

  it('is judged by its mean, and not by the second in which it was set up', () => {
    expect(connectionOf([second({ jitter: 500, mos: null }), second(), second({ jitter: 60 }), second()])).toBe('good');
  });

  it('is nothing where nothing was measured', () => {
    expect(connectionOf([])).toBe('nothing');
    expect(connectionOf([second()])).toBe('nothing');
    expect(connectionOf(seconds({ mos: null }))).toBe('good');
  });
});

describe('a check of the line', () => {
  beforeEach(() => sessionStorage.clear());

  it('is whole with three findings, and good with three good ones', () => {
    const two = withFinding(withFinding(null, { part: 'microphone', found: 'good' }, 1), { part: 'connection', found: 'slow' }, 2);
    expect(isWhole(two)).toBe(false);
    const whole = withFinding(two, { part: 'speaker', found: 'good' }, 3);
    expect([isWhole(whole), allGood(whole), whole.at_ms]).toEqual([true, false, 3]);
    expect(allGood(withFinding(whole, { part: 'connection', found: 'good' }, 4))).toBe(true);
  });

  it('is kept for the session', () => {
    expect(keptCheck()).toBeNull();
    const check = withFinding(null, { part: 'speaker', found: 'unheard' }, 7);
    keepCheck(check);
    expect(keptCheck()).toEqual(check);
  });

  it('tells a refused microphone from a broken one', () => {
    expect(microphoneFault(new DOMException('', 'NotAllowedError'))).toBe('denied');
    expect(microphoneFault(new DOMException('', 'NotReadableError'))).toBe('failed');
    expect(microphoneFault(new Error())).toBe('failed');
  });
});

describe.each(LOCALES)('in %s', (locale) => {
  beforeAll(() => activate(locale));

  it.each(['microphone.good', 'microphone.silent', 'microphone.denied', 'microphone.failed', 'connection.good', 'connection.nothing', 'connection.lossy', 'connection.unsteady', 'connection.slow', 'connection.poor', 'speaker.good', 'speaker.unheard'])('%s has its sentence', (found) => {
    expect(isMessage(`desk.check.found.${found}`)).toBe(true);
  });

  it.each(['microphone_denied', 'microphone_failed', 'timeout', 'token', 'unreachable', 'unknown'])('the fault %s has its sentence', (fault) => {
    expect(isMessage(`desk.line.fault.${fault}`)).toBe(true);
  });
});
