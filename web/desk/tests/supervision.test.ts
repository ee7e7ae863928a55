import { beforeAll, describe, expect, it } from 'vitest';

import { LOCALES, type Waiting } from '../src/api/words';
import { activate, type Text } from '../src/i18n/i18n';
import { alike, changeable, promiseOf, reasonOf, remarksOf } from '../src/supervision/reason';
import { textNow } from './textNow';

const WHY: readonly Waiting['why'][] = ['asked', 'returned', 'retry', 'window', 'quiet_hours', 'aged', 'moved', 'changed'];
const item = (more: Partial<Waiting> = {}): Waiting => ({
  id: 'cb-1',
  lane: 'BR:payments',
  topic: 'payments',
  tier: 'standard',
  tier_from: null,
  aged: 0,
  status: 'queued',
  why: 'asked',
  position: 1,
  customer_id: 'buyer-1',
  customer_name: 'Marina',
  role: 'buyer',
  level: null,
  order_id: null,
  question: 'Cadê?',
  phone_masked: '+55 11 ••••• 0001',
  requested_at_ms: 0,
  promised_until_ms: 7_200_000,
  not_before_ms: null,
  due_at_ms: null,
  attempts: 0,
  tries: 0,
  returning: false,
  kept_for: null,
  kept_until_ms: null,
  offered_until_ms: null,
  on_line_since_ms: null,
  ...more,
});
const time = (at_ms: number) => `t${at_ms}`;
let t: Text;

describe.each(LOCALES)('the reason in %s', (locale) => {
  beforeAll(async () => {
    await activate(locale);
    t = textNow();
  });

  it.each(WHY)('has a sentence for %s, in line and before it', (why) => {
    for (const status of ['queued', 'received'] as const) expect(reasonOf(item({ why, status }), t)).not.toMatch(/[{}]|desk\.|undefined/);
  });

  it('says what waits for a time otherwise than what had to', () => {
    for (const why of ['window', 'retry', 'quiet_hours'] as const) expect(reasonOf(item({ why }), t)).not.toBe(reasonOf(item({ why, status: 'received' }), t));
  });

  it('tells for whom it is kept, to whom it is offered, from where it came and how often it was tried', () => {
    const all = item({ kept_for: 'agent', kept_until_ms: 1, offered_until_ms: 2, tier_from: 'high', tries: 3 });
    const remarks = remarksOf(all, true, time, t);
    expect(remarks).toHaveLength(5);
    expect(remarks.join()).toMatch(/t1.*t2.*3/);
    expect(remarksOf(item(), false, time, t)).toEqual([]);
  });
});

it('is late once the promise is broken, and soon ten minutes before', () => {
  expect([0, 6_600_000, 6_600_001, 7_200_000].map((now_ms) => promiseOf(7_200_000, now_ms))).toEqual(['kept', 'kept', 'soon', 'late']);
});

it('merges what shares a customer or a phone', () => {
  const other = item({ id: 'cb-2', customer_id: 'seller-9', phone_masked: '+55 11 ••••• 0002' });
  expect(alike(item(), other)).toBe(false);
  expect(alike(item(), { ...other, customer_id: 'buyer-1' })).toBe(true);
  expect(alike(item(), { ...other, phone_masked: '+55 11 ••••• 0001' })).toBe(true);
});

it('changes only what no agent has', () => {
  const open = (['received', 'queued', 'claimed', 'connected', 'completed', 'cancelled'] as const).filter((status) => changeable(item({ status })));
  expect(open).toEqual(['received', 'queued']);
});
