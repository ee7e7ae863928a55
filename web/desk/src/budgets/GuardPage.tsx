import type { Guard } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { BudgetTable } from './BudgetTable';
import { useGuard } from './readGuard';
import { Refusals } from './Refusals';
import { useResetBudget } from './resetBudget';

/** Today's budgets of the countries a site serves, their breakers, and the requests that were refused. */
export default function GuardPage() {
  const t = useText();
  const { data, error, refetch } = useGuard();
  const reset = useResetBudget();
  return (
    <Page title={t('desk.guard.title')} lead={t('desk.guard.lead')}>
      {data === undefined && error === null && <Skeleton rows={6} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} className="mb-4" />}
      {reset.error !== null && <Failure error={reset.error} className="mb-4" />}
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          <Stopped guard={data} />
          <BudgetTable guard={data} busy={reset.isPending ? reset.variables : null} onReset={(country) => reset.mutate(country)} />
          <Refusals guard={data} />
        </div>
      )}
    </Page>
  );
}

function Stopped({ guard }: { guard: Guard }) {
  const t = useText();
  const format = useFormat();
  const names = guard.budgets.filter((one) => one.breaker_open).map((one) => format.country(one.country));
  if (names.length === 0) return null;
  return <Notice tone="bad">{t('desk.guard.stopped', { countries: names.join(', ') })}</Notice>;
}
