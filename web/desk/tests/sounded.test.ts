import { describe, expect, it } from 'vitest';

import type { CallReport } from '../src/api/words';
import { meanMos, poorShare, soundedBy } from '../src/reports/sounded';

const NONE = {
  requested: 0, handled: 0, unanswered: 0, returned: 0, cancelled: 0, due: 0, within_promise: 0,
  wait_ms: 0, ring_ms: 0, talk_ms: 0, hold_ms: 0, wrap_up_ms: 0,
  heard: 0, poor: 0, scored: 0, mos_hundredths: 0,
};
const row = (agent_name: string | null, sums: Partial<typeof NONE>): CallReport['rows'][number] => ({
  from_ms: 0, lane: 'BR:payments', agent_id: agent_name, agent_name, figures: { ...NONE, ...sums },
});
const report: CallReport = {
  site: 'BR', grain: 'hour', from_ms: 0, until_ms: 1, generated_at_ms: 1, totals: NONE,
  rows: [
    row('Ana', { heard: 2, poor: 1, scored: 2, mos_hundredths: 820 }),
    row(null, { requested: 4 }),
    row('Bia', { heard: 3, poor: 0, scored: 3, mos_hundredths: 1290 }),
    row('Ana', { heard: 2, poor: 1, scored: 1, mos_hundredths: 300 }),
  ],
  lines: [
    { from_ms: 0, our_number: '+551130001000', country: 'BR', carrier: 'Rede Sul', heard: 4, poor: 2, scored: 0, mos_hundredths: 0 },
    { from_ms: 0, our_number: '+551130001000', country: 'BR', carrier: null, heard: 2, poor: 0, scored: 0, mos_hundredths: 0 },
    { from_ms: 0, our_number: null, country: null, carrier: null, heard: 1, poor: 0, scored: 0, mos_hundredths: 0 },
  ],
};

describe('how calls sounded', () => {
  it('is summed for each agent of whom anything was heard, the most calls first', () => {
    const groups = soundedBy(report, 'agent', '?');
    expect(groups.map(({ name, heard, poor }) => [name, heard, poor])).toEqual([['Ana', 4, 2], ['Bia', 3, 0]]);
    expect(groups.map((group) => meanMos(group)?.toFixed(2))).toEqual(['3.73', '4.30']);
    expect(groups.map(poorShare)).toEqual([0.5, 0]);
  });

  it('is summed for each number and each carrier of a country', () => {
    expect(soundedBy(report, 'number', '?').map(({ name, heard }) => [name, heard])).toEqual([['+551130001000', 6], ['?', 1]]);
    expect(soundedBy(report, 'carrier', '?').map(({ name }) => name)).toEqual(['BR Rede Sul', 'BR', '?']);
  });

  it('divides by nothing where nothing was heard', () => {
    expect([meanMos(NONE), poorShare(NONE)]).toEqual([null, null]);
  });
});
