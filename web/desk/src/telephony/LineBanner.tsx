import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { useLine } from '../voice/lineControl';
import { useHoldsLine } from '../voice/lineLock';
import { useVoice } from '../voice/VoiceContext';
import { placeOf, seatOf } from './place';

/** What stands between the agent and the customer, and the way round it. */
export function LineBanner({ attempt, agentId }: { attempt: Attempt; agentId: string }) {
  const t = useText();
  const { control, lock } = useVoice();
  const line = useLine(control);
  const holds = useHoldsLine(lock);
  const place = placeOf(attempt, agentId);
  if (attempt.state === 'ended' || place.gone) return null;
  if (!holds) {
    return (
      <Notice tone="accent" className="m-3 mb-0">
        <Row text={t('desk.line.elsewhere')} action={t('desk.line.take_over')} onAction={() => lock.takeOver()} />
      </Notice>
    );
  }
  if (line.status === 'failed' && line.fault !== null) {
    return (
      <Notice tone="bad" className="m-3 mb-0">
        <Row text={t(`desk.line.fault.${line.fault}`)} action={t('desk.line.again')} onAction={() => void control.connect(seatOf(attempt, agentId))} />
      </Notice>
    );
  }
  if (line.status === 'idle' && place.state === 'joined' && line.ended_ms === null) {
    return (
      <Notice tone="warn" className="m-3 mb-0">
        {t('desk.line.other_device')}
      </Notice>
    );
  }
  return null;
}

function Row({ text, action, onAction }: { text: string; action: string; onAction: () => void }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <p>{text}</p>
      <Button onClick={onAction}>{action}</Button>
    </div>
  );
}
