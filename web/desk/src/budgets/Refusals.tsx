import type { Guard } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';

export function Refusals({ guard }: { guard: Guard }) {
  const t = useText();
  const format = useFormat();
  return (
    <section aria-labelledby="refusals-title" className="rounded-lg border border-line bg-panel px-3 py-2.5">
      <h2 id="refusals-title" className="mb-1.5 font-semibold">
        {t('desk.guard.refusals')}
      </h2>
      {guard.refusals.length === 0 ? (
        <p className="text-soft">{t('desk.guard.no_refusals')}</p>
      ) : (
        <dl className="grid grid-cols-[auto_auto] justify-start gap-x-6 gap-y-1">
          {guard.refusals.map(({ why, count }) => (
            <div key={why} className="contents">
              <dt>{t(`desk.guard.why.${why}`)}</dt>
              <dd className="text-right font-medium">{format.whole(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
