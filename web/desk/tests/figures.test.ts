import { describe, expect, it } from 'vitest';

import type { Figures } from '../src/api/words';
import { clock, localDay, money, roughSpan, span } from '../src/i18n/format';
import { grouped, ratioOf } from '../src/reports/measures';
import { movedTo, type ReportRange } from '../src/reports/range';

const figures: Figures = {
  requested: 10, handled: 4, unanswered: 1, returned: 0, cancelled: 0, due: 8, within_promise: 6,
  wait_ms: 400_000, ring_ms: 20_000, talk_ms: 800_000, hold_ms: 80_000, wrap_up_ms: 120_000,
  heard: 4, poor: 1, scored: 4, mos_hundredths: 1_640,
};

describe('figures', () => {
  it('divides sums, and says nothing without a divisor', () => {
    expect(ratioOf('aht', figures)).toBe(250_000);
    expect(ratioOf('service_level', figures)).toBe(0.75);
    expect(ratioOf('reached', figures)).toBe(0.8);
    expect(ratioOf('aht', { ...figures, handled: 0 })).toBeNull();
  });

  it('sums rows under a key and keeps every field', () => {
    const row = (lane: string) => ({ from_ms: 0, lane, agent_id: null, agent_name: null, figures });
    const groups = grouped([row('a'), row('b'), row('a')], ({ lane }) => ({ key: lane, name: lane }));
    expect(groups.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(groups[0]?.figures).toEqual(Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value * 2])));
  });
});

describe('the range of a report', () => {
  const range: ReportRange = { from: '2026-11-10', until: '2026-11-12', grain: 'hour' };

  it('drags the other end along', () => {
    expect(movedTo(range, { from: '2026-11-20' })).toMatchObject({ from: '2026-11-20', until: '2026-11-20' });
    expect(movedTo(range, { until: '2026-11-01' })).toMatchObject({ from: '2026-11-01', until: '2026-11-01' });
  });

  it('is 31 days at most', () => {
    expect(movedTo(range, { from: '2026-01-01' })).toMatchObject({ from: '2026-01-01', until: '2026-01-31' });
    expect(movedTo(range, { until: '2026-12-31' })).toMatchObject({ from: '2026-12-01', until: '2026-12-31' });
  });

  it('stays as it is while a date is being typed', () => {
    expect(movedTo(range, { from: '' })).toBe(range);
  });
});

describe('times and money', () => {
  it('shows clocks and spans', () => {
    expect([0, 252_000, 3_852_000, -5].map(clock)).toEqual(['00:00', '04:12', '1:04:12', '00:00']);
    expect([48_000, 108_000, 120_000, 7_500_000, 187_200_000].map(span)).toEqual(['48 s', '1 min 48 s', '2 min', '2 h 05 min', '2 d 4 h']);
    expect([59_000, 119_000].map(roughSpan)).toEqual(['< 1 min', '1 min']);
  });

  it('keeps the site’s calendar day, not the browser’s', () => {
    expect(localDay(Date.UTC(2026, 10, 21, 2, 30), 'BR')).toBe('2026-11-20');
    expect(localDay(Date.UTC(2026, 10, 21, 2, 30), 'MX')).toBe('2026-11-20');
    expect(localDay(Date.UTC(2026, 10, 21, 3, 30), 'BR')).toBe('2026-11-21');
  });

  it('knows currencies without cents', () => {
    expect(money(34_990, 'BRL', 'pt-BR')).toBe('R$\u00a0349,90');
    expect(money(34_990, 'CLP', 'es')).toContain('34.990');
  });
});
