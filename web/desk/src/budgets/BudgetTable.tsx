import type { CountryBudget, Guard } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { state } from './state';

const TONES = { open: 'bad', near: 'warn', calm: 'ok' } as const;
const COLUMNS = ['spent', 'budget', 'share', 'live', 'dials', 'barred'] as const;

interface BudgetTableProps {
  guard: Guard;
  busy: string | null;
  onReset: (country: string) => void;
}

export function BudgetTable({ guard, busy, onReset }: BudgetTableProps) {
  const t = useText();
  return (
    <div role="region" aria-label={t('desk.guard.budgets')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <thead>
          <tr className="h-8 border-b border-line text-xs text-soft">
            <th scope="col" className="px-3 text-left font-medium">
              {t('desk.guard.country')}
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-2.5 font-medium" title={t(`desk.guard.how.${name}`)}>
                {t(`desk.guard.column.${name}`)}
              </th>
            ))}
            <th scope="col" className="px-3 text-left font-medium">
              {t('desk.guard.breaker')}
            </th>
          </tr>
        </thead>
        <tbody>
          {guard.budgets.map((one) => (
            <BudgetRow key={one.country} guard={guard} budget={one} busy={busy === one.country} onReset={onReset} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface BudgetRowProps {
  guard: Guard;
  budget: CountryBudget;
  busy: boolean;
  onReset: (country: string) => void;
}

function BudgetRow({ guard, budget, busy, onReset }: BudgetRowProps) {
  const t = useText();
  const format = useFormat();
  const cells = {
    spent: format.money(budget.spent_minor, budget.currency),
    budget: format.money(budget.budget_minor, budget.currency),
    share: format.percent(budget.spent_minor / budget.budget_minor),
    live: t('desk.guard.of', { live: budget.live, most: budget.most_live }),
    dials: format.whole(budget.dials),
    barred: format.whole(budget.barred),
  };
  const raised = budget.raised_at_ms;
  const country = format.country(budget.country);
  return (
    <tr className="h-10 border-b border-line last:border-0 hover:bg-raised">
      <th scope="row" className="px-3 text-left font-medium">
        {country}
      </th>
      {COLUMNS.map((name) => (
        <td key={name} className="px-2.5">
          {cells[name]}
        </td>
      ))}
      <td className="px-3 text-left">
        <span className="flex items-center gap-2.5">
          <Chip tone={TONES[state(budget)]}>{t(`desk.guard.state.${state(budget)}`)}</Chip>
          {raised !== null && (
            <span className="text-xs text-soft">
              {t('desk.guard.raised', { name: budget.raised_by ?? '', time: format.time(raised, guard.site) })}
            </span>
          )}
          {budget.breaker_open && raised === null && (
            <Button kind="primary" disabled={busy} aria-busy={busy} aria-label={t('desk.guard.reset_country', { country })} onClick={() => onReset(budget.country)}>
              {t('desk.guard.reset', { percent: guard.raise_percent })}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}
