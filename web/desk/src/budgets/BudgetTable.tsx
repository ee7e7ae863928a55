import type { CountryBudget, Guard } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { state } from './state';

const TONES = { open: 'bad', near: 'warn', calm: 'ok' } as const;
const COLUMNS = ['live', 'dials', 'barred'] as const;

interface BudgetTableProps {
  guard: Guard;
  busy: string | null;
  onReset: (country: string) => void;
}

export function BudgetTable({ guard, busy, onReset }: BudgetTableProps) {
  const t = useText();
  return (
    <div role="region" aria-label={t('desk.guard.budgets')} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full border-collapse text-right">
        <thead>
          <tr className="h-8 border-b border-line text-xs text-soft xl:whitespace-nowrap">
            <th scope="col" className="px-3 text-left font-medium">
              {t('desk.guard.country')}
            </th>
            <th scope="col" className="px-3 text-left font-medium">
              {t('desk.guard.breaker')}
            </th>
            <th scope="col" className="px-2.5 max-xl:px-2 font-medium" title={t('desk.guard.how.spent')}>
              {t('desk.guard.column.spent')}
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-2.5 max-xl:px-2 font-medium" title={t(`desk.guard.how.${name}`)}>
                {t(`desk.guard.column.${name}`)}
              </th>
            ))}
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
    live: t('desk.guard.of', { live: format.whole(budget.live), most: format.whole(budget.most_live) }),
    dials: format.whole(budget.dials),
    barred: format.whole(budget.barred),
  };
  const raised = budget.raised_at_ms;
  const country = format.country(budget.country);
  const raise = t('desk.guard.reset', { percent: guard.raise_percent });
  const [most, share] = [format.money(budget.budget_minor, budget.currency), format.percent(budget.spent_minor / budget.budget_minor)];
  return (
    <tr data-country={budget.country} className="h-12 border-b border-line last:border-0 hover:bg-raised">
      <th scope="row" className="px-3 text-left font-medium">
        {country}
      </th>
      <td className="px-3 py-1.5 text-left">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Chip tone={TONES[state(budget)]}>{t(`desk.guard.state.${state(budget)}`)}</Chip>
          {raised !== null && (
            <span className="text-xs text-soft">
              {t('desk.guard.raised', { name: budget.raised_by ?? '', time: format.time(raised, guard.site) })}
            </span>
          )}
          {budget.breaker_open && raised === null && (
            <Button kind="primary" disabled={busy} aria-busy={busy} aria-label={`${raise}: ${country}`} onClick={() => onReset(budget.country)}>
              {raise}
            </Button>
          )}
        </span>
      </td>
      <td className="px-2.5 max-xl:px-2 py-1.5 whitespace-nowrap">
        {format.money(budget.spent_minor, budget.currency)}
        <span className="block text-xs text-soft">{t('desk.guard.spent_of', { budget: most, share })}</span>
      </td>
      {COLUMNS.map((name) => (
        <td key={name} className="px-2.5 max-xl:px-2 whitespace-nowrap">
          {cells[name]}
        </td>
      ))}
    </tr>
  );
}
