import { beforeAll, describe, expect, it } from 'vitest';

import { LOCALES } from '../src/api/words';
import { activate, isMessage } from '../src/i18n/i18n';
import { LINGER_MS, shownWarnings } from '../src/telephony/lineWarnings';
import type { LineEvent } from '../src/voice/line';
import { after, connecting, IDLE, SILENT_MICROPHONE, type LineState } from '../src/voice/lineState';

const NOW = 2_000_000;
const OPEN = after(connecting(IDLE, 'att-1'), { type: 'opened' }, NOW);
const warn = (name: string, on = true): LineEvent => ({ type: 'warning', name, on });
const hearing = (state: LineState, ...events: LineEvent[]) => events.reduce((line, event) => after(line, event, NOW), state);

describe('what the line warns of', () => {
  it('shows the gravest first, in whatever order they came', () => {
    for (const names of [['low-mos', 'low-bytes-sent', 'high-rtt'], ['high-rtt', 'low-bytes-sent', 'low-mos']]) {
      const line = hearing(OPEN, ...names.map((name) => warn(name)));
      expect(shownWarnings(line, 'on_call', NOW)).toEqual(['low_bytes_sent', 'high_rtt', 'low_mos']);
    }
  });

  it('stays a while after it cleared, and no longer', () => {
    const line = hearing(OPEN, warn('high-jitter'), warn('high-jitter', false));
    expect(shownWarnings(line, 'on_call', NOW + LINGER_MS - 1)).toEqual(['high_jitter']);
    expect(shownWarnings(line, 'on_call', NOW + LINGER_MS)).toEqual([]);
  });

  it('does not flicker when it comes and goes', () => {
    const line = hearing(OPEN, warn('high-jitter'), warn('high-jitter', false), warn('high-jitter'));
    expect(shownWarnings(line, 'on_call', NOW + 10 * LINGER_MS)).toEqual(['high_jitter']);
    expect(line.warnings).toHaveLength(1);
  });

  it('knows nothing of what was never raised', () => {
    expect(hearing(OPEN, warn('high-rtt', false)).warnings).toEqual([]);
  });

  it('forgets a silent microphone when the agent mutes it, for the SDK then says no more of it', () => {
    const line = hearing(OPEN, warn(SILENT_MICROPHONE), { type: 'muted', on: true });
    expect(shownWarnings(line, 'on_call', NOW)).toEqual([]);
    const unmuted = hearing(line, { type: 'muted', on: false }, warn(SILENT_MICROPHONE), { type: 'muted', on: false });
    expect(shownWarnings(unmuted, 'on_call', NOW)).toEqual(['constant_audio_input_level']);
  });

  it('takes silence for a fault only while there is somebody to hear', () => {
    const line = hearing(OPEN, warn('low-bytes-received'), warn('constant-audio-output-level'), warn('high-rtt'));
    expect(shownWarnings(line, 'held', NOW)).toEqual(['high_rtt']);
    expect(shownWarnings(line, 'ringing', NOW)).toEqual(['high_rtt']);
    expect(shownWarnings(line, 'on_call', NOW)).toHaveLength(3);
  });

  it('ends with the line', () => {
    expect(shownWarnings(hearing(OPEN, warn('high-rtt'), { type: 'closed' }), 'on_call', NOW)).toEqual([]);
    expect(shownWarnings(hearing(OPEN, warn('high-rtt'), { type: 'reconnecting' }), 'on_call', NOW)).toEqual([]);
  });
});

describe.each(LOCALES)('in %s', (locale) => {
  beforeAll(() => activate(locale));

  // Those the SDK can raise: WARNING_NAMES and WARNING_PREFIXES of its call.js.
  it.each(['high-rtt', 'high-jitter', 'high-packet-loss', 'high-packets-lost-fraction', 'low-mos', 'low-bytes-received', 'low-bytes-sent', 'constant-audio-input-level', 'constant-audio-output-level', 'ice-connectivity-lost'])('%s has a name and advice', (name) => {
    const [shown] = shownWarnings(hearing(OPEN, warn(name)), 'on_call', NOW);
    expect(isMessage(`desk.quality.warning.${shown ?? ''}`)).toBe(true);
    expect(isMessage(`desk.quality.advice.${shown ?? ''}`)).toBe(true);
  });
});
