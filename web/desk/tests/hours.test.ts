import { describe, expect, it, test } from 'vitest';

import type { Day } from '../src/api/words';
import { stateOf, whyNone } from '../src/hours/day';
import { localWall, moment, plusDays, wallMs } from '../src/i18n/format';

const DAY_MS = 86_400_000;
const span = (from_ms: number) => ({ from_ms, until_ms: from_ms + 3_600_000 });
const day = (more: Partial<Day> = {}): Day => ({
  date: '2026-11-24',
  open: [span(DAY_MS)],
  reason: 'open',
  holiday: null,
  message: null,
  slots: [span(DAY_MS)],
  now_ms: 0,
  ...more,
});

describe('a day', () => {
  it('is closed in part where a closing leaves some of it', () => {
    expect(stateOf(day())).toBe('open');
    expect(stateOf(day({ message: 'Back at noon' }))).toBe('partly');
    expect(stateOf(day({ reason: 'closed', message: 'Back tomorrow' }))).toBe('closed');
    expect(stateOf(day({ reason: 'holiday' }))).toBe('holiday');
  });

  it('says why it has no window: not open, too far ahead, or over', () => {
    expect(whyNone(day())).toBeNull();
    expect(whyNone(day({ open: [], slots: [], reason: 'weekend' }))).toBe('shut');
    expect(whyNone(day({ open: [span(31 * DAY_MS)], slots: [] }))).toBe('far');
    expect(whyNone(day({ slots: [], now_ms: 2 * DAY_MS }))).toBe('over');
  });
});

describe("the site's clock", () => {
  it.each([
    ['BR', '2026-11-24T08:00', '2026-11-24T11:00Z'],
    ['CO', '2026-11-24T08:00', '2026-11-24T13:00Z'],
    ['MX', '2022-07-01T08:00', '2022-07-01T13:00Z'],
    ['MX', '2022-12-01T08:00', '2022-12-01T14:00Z'],
    ['UY', '2026-12-31T23:30', '2027-01-01T02:30Z'],
  ] as const)('of %s shows %s at %s', (site, wall, utc) => {
    expect(wallMs(wall, site)).toBe(Date.parse(utc));
    expect(localWall(Date.parse(utc), site)).toBe(wall);
  });

  it('is right on both sides of a change; of an hour that comes twice it is the first', () => {
    expect(wallMs('2022-04-03T01:59', 'MX')).toBe(Date.parse('2022-04-03T07:59Z'));
    expect(wallMs('2022-04-03T03:00', 'MX')).toBe(Date.parse('2022-04-03T08:00Z'));
    expect(wallMs('2022-10-30T01:30', 'MX')).toBe(Date.parse('2022-10-30T06:30Z'));
    expect(wallMs('2022-10-30T02:00', 'MX')).toBe(Date.parse('2022-10-30T08:00Z'));
  });
});

test('days are counted over months and years', () => {
  expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(plusDays('2024-03-01', -1)).toBe('2024-02-29');
});

test('a moment says no more of its day than it must', () => {
  const now_ms = Date.parse('2026-11-22T12:00Z');
  const said = (utc: string) => moment(Date.parse(utc), now_ms, 'BR', 'en');
  expect(said('2026-11-22T23:30Z')).toBe('20:30');
  expect(said('2026-11-23T11:15Z')).toBe('Mon 08:15');
  expect(said('2026-11-23T02:30Z')).toBe('23:30');
  expect(said('2026-11-16T12:00Z')).toBe('Mon 09:00');
  expect(said('2026-11-29T12:00Z')).toBe('Nov 29 09:00');
});
