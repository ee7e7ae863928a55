import type { Guard } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Card } from '../ui/Card';

export function Refusals({ guard }: { guard: Guard }) {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('desk.guard.refusals')}>
      {guard.refusals.length === 0 ? (
        <p className="text-soft">{t('desk.guard.no_refusals')}</p>
      ) : (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {guard.refusals.map(({ why, count }) => (
            <div key={why} className="contents">
              <dt>{t(`desk.guard.why.${why}`)}</dt>
              <dd className="font-medium">{format.whole(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
