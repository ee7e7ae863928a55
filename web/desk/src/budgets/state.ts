import type { CountryBudget } from '../api/words';

const NEAR = 0.8;

/** open: nobody is called. near: four fifths are spent. */
export function state(budget: Pick<CountryBudget, 'breaker_open' | 'spent_minor' | 'budget_minor'>): 'open' | 'near' | 'calm' {
  if (budget.breaker_open) return 'open';
  return budget.spent_minor >= NEAR * budget.budget_minor ? 'near' : 'calm';
}
