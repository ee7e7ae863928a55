import type { Attempt } from '../api/words';
import { span } from '../i18n/format';
import { useText } from '../i18n/i18n';

/** How it ended, in a sentence, above the wrap-up. */
export function EndedSummary({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const talked = attempt.connected_at_ms !== null && attempt.ended_at_ms !== null;
  return (
    <p role="status" className="rounded-lg bg-raised px-3 py-2">
      <span className="font-medium">{t('desk.ended.outcome', { outcome: attempt.outcome ?? 'none', ended_by: attempt.ended_by ?? 'none' })}</span>
      {talked && (
        <span className="text-soft">
          {' · '}
          {t('desk.timeline.talked', { time: span((attempt.ended_at_ms ?? 0) - (attempt.connected_at_ms ?? 0) - attempt.hold_ms) })}
          {attempt.hold_ms > 0 && ` · ${t('desk.timeline.held', { time: span(attempt.hold_ms) })}`}
        </span>
      )}
    </p>
  );
}
