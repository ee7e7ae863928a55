import { expect, test } from 'vitest';
import { claims } from '../src/token';

const token = (payload: unknown) => `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;

test('reads what a token says, accents included', () => {
  expect(claims(token({ country: 'BR', order: { id: '1', title: 'Pão de açúcar' } }))).toEqual({
    country: 'BR',
    order: { id: '1', title: 'Pão de açúcar' },
  });
});

test.each([[null], [''], ['a.b'], ['h.%%%.s'], ['h.bm90IGpzb24.s'], [token(null)]])('has nothing to say of %s', (text) => {
  expect(claims(text)).toEqual({});
});
