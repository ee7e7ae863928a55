import type { Attempt } from '../api/words';
import { span } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';

/** What the person wants, in their words: the largest text on the screen after the clock. */
export function Question({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const format = useFormat();
  const { callback } = attempt;
  return (
    <section aria-labelledby="question-title" className="border-b border-line bg-panel px-5 pt-3 pb-4">
      <h2 id="question-title" className="mb-1 text-xs font-semibold text-soft">
        {t('desk.question.title')}
      </h2>
      {callback.question === '' ? (
        <p className="max-w-[68ch] text-xl font-medium">{t('desk.question.unasked', { source: callback.source })}</p>
      ) : (
        <p lang={callback.locale} className="max-w-[68ch] text-xl font-medium break-words">“{callback.question}”</p>
      )}
      <p className="mt-2 text-soft">
        {[
          t(`desk.topic.${callback.topic}`),
          t('desk.question.asked_at', { time: format.time(callback.requested_at_ms, attempt.site) }),
          t('desk.question.waited', { time: span(attempt.claimed_at_ms - callback.requested_at_ms) }),
          format.country(callback.country),
          t(`desk.language.${callback.locale}`),
          ...(callback.attempts > 1 ? [t('desk.question.attempt', { n: callback.attempts })] : []),
        ].join(' · ')}
      </p>
    </section>
  );
}
