import { describe, expect, it } from 'vitest';

import type { Customer } from '../src/api/words';
import { goesOn, isOtherSideIn, onOneAxis, otherSideOf, type Story } from '../src/crm/sides';
import { anAttempt, aParticipant } from './anAttempt';

const order = { id: 'BR-1', title: 'Fone', status: 'shipped', amount_minor: null, currency: null, placed_at_ms: null, counterpart_id: 'aurora', counterpart_name: 'Loja Aurora', counterpart_customer_id: 'seller-aurora' };
const marina: Customer = { id: 'buyer-marina', role: 'buyer', name: 'Marina', level: null, country: 'BR', locale: 'pt-BR', first_seen_at_ms: 1, requests: 1, orders: [order] };

function story(more: boolean, ...times_ms: number[]): Story {
  return { items: times_ms.map((at_ms) => ({ id: `ev-${at_ms}`, kind: 'callback.requested', version: 1, at_ms })), more };
}

function shown(stories: readonly [Story, Story]): [number, number][] {
  return onOneAxis(stories).map(({ side, item }) => [side, item.at_ms]);
}

describe('the other side of an order', () => {
  it('is whoever the order names, in the other role', () => {
    expect(otherSideOf(marina, 'BR-1')).toEqual({ customerId: 'seller-aurora', name: 'Loja Aurora', role: 'seller', orderId: 'BR-1' });
    expect(otherSideOf({ ...marina, role: 'seller' }, 'BR-1')?.role).toBe('buyer');
  });

  it('is nobody without an order, or of an order that names nobody', () => {
    expect(otherSideOf(marina, null)).toBeNull();
    expect(otherSideOf(marina, 'BR-2')).toBeNull();
    expect(otherSideOf({ ...marina, orders: [{ ...order, counterpart_id: null, counterpart_customer_id: null }] }, 'BR-1')).toBeNull();
  });

  it('is in the call from when they are asked until they are gone', () => {
    const seller = aParticipant({ kind: 'seller', label: 'seller-1' });
    expect(isOtherSideIn(anAttempt({ participants: [seller] }))).toBe(true);
    expect(isOtherSideIn(anAttempt({ participants: [{ ...seller, ended_as: 'left' }, aParticipant()] }))).toBe(false);
  });
});

describe('two stories on one axis', () => {
  it('are in the order of time, newest first', () => {
    expect(shown([story(false, 9, 5, 1), story(false, 7, 3)])).toEqual([[0, 9], [1, 7], [0, 5], [1, 3], [0, 1]]);
  });

  it('show nothing older than where one of them breaks off', () => {
    expect(shown([story(true, 9, 5), story(false, 7, 3)])).toEqual([[0, 9], [1, 7], [0, 5]]);
    expect(shown([story(true, 9, 5), story(true, 8, 7)])).toEqual([[0, 9], [1, 8], [1, 7]]);
  });

  it('go on where the gap is nearest', () => {
    expect(goesOn([story(true, 9, 5), story(true, 8, 7)])).toBe(1);
    expect(goesOn([story(true, 9, 5), story(false, 8, 7)])).toBe(0);
    expect(goesOn([story(false), story(false)])).toBeNull();
  });
});
