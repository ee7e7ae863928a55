import { asProblem } from '../api/problem';
import { useProblemText } from '../i18n/problemText';
import { useText } from '../i18n/i18n';
import { Button } from './Button';
import { cx } from './cx';
import { Icon } from './Icon';

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** What failed, what to do, and the reference that support asks for. */
export function Failure({ error, onRetry, className }: FailureProps) {
  const t = useText();
  const { title, detail } = useProblemText(error);
  const { correlationId } = asProblem(error);
  return (
    <div role="alert" className={cx('flex gap-2.5 rounded-lg bg-bad-soft px-3 py-2.5', className)}>
      <Icon name="alert" className="mt-0.5 size-4 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-bad">{title}</p>
        <p>{detail}</p>
        {correlationId !== null && (
          <p className="mt-1 text-xs break-all text-soft">{t('desk.reference', { id: correlationId })}</p>
        )}
        {onRetry !== undefined && (
          <Button className="mt-2" onClick={onRetry}>
            {t('desk.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
