import { useText } from '../i18n/i18n';
import { Notice } from '../ui/Notice';
import { EndedSummary } from './EndedSummary';
import { useAttempt } from './readAttempt';
import { WrapUpPanel } from './WrapUpPanel';

interface LastAttemptProps {
  attemptId: string;
  agentId: string;
  onDismiss: () => void;
}

/** What became of the attempt that has just left the screen, if it was theirs. What the clock left unsaved can be saved late. */
export function LastAttempt({ attemptId, agentId, onDismiss }: LastAttemptProps) {
  const t = useText();
  const { data } = useAttempt(attemptId);
  if (data?.state !== 'ended' || data.agent_id !== agentId) return null;
  if (data.disposition !== null) {
    return (
      <Notice tone="accent" onDismiss={onDismiss}>
        {t('desk.last.saved', { name: data.customer_name, disposition: data.disposition })}
      </Notice>
    );
  }
  if (data.wrap_up_until_ms === null) {
    return (
      <Notice tone="warn" onDismiss={onDismiss}>
        {data.customer_name}: {t('desk.ended.outcome', { outcome: data.outcome ?? 'none', ended_by: data.ended_by ?? 'none' })}.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn" onDismiss={onDismiss}>
        {t('desk.last.expired', { name: data.customer_name })}
      </Notice>
      <div className="flex w-[480px] flex-col gap-3">
        <EndedSummary attempt={data} />
        <WrapUpPanel key={attemptId} attempt={data} />
      </div>
    </div>
  );
}
