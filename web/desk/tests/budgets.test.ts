import { expect, test } from 'vitest';

import { state } from '../src/budgets/state';

const day = { breaker_open: false, spent_minor: 0, budget_minor: 1000 };

test('a country is calm until four fifths of its budget are spent', () => {
  expect(state(day)).toBe('calm');
  expect(state({ ...day, spent_minor: 799 })).toBe('calm');
  expect(state({ ...day, spent_minor: 800 })).toBe('near');
});

test('an open breaker is what counts, whatever is spent', () => {
  expect(state({ ...day, breaker_open: true })).toBe('open');
});
