import { Link } from 'wouter';

import type { Attempt } from '../api/words';
import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { RecordingChip } from '../recording/RecordingChip';
import { Chip, Dot } from '../ui/Chip';
import { cx } from '../ui/cx';
import { useNow } from '../ui/useNow';
import { CallControls } from './CallControls';
import { elapsedMs, isOnLine, phaseOf, type CallPhase } from './callPhase';
import { GuestControls } from './GuestControls';
import { guestIn } from './place';
import { PartyStrip } from './PartyStrip';
import { QualityChip } from './QualityChip';
import { RevealPhone } from './RevealPhone';
import { SupervisorControls } from './SupervisorControls';

const GROUNDS: Record<CallPhase, string> = {
  joining: 'bg-bar-wait',
  dialling: 'bg-bar-wait',
  ringing: 'bg-bar-wait',
  on_call: 'bg-bar',
  consulting: 'bg-bar-hold',
  held: 'bg-bar-hold',
  line_lost: 'bg-bar-hold',
  ended: 'bg-bar-wait',
};

interface CallBarProps {
  attempt: Attempt;
  agentId: string;
}

function phaseKey(attempt: Attempt, phase: CallPhase, own: boolean) {
  if (phase === 'held' && !own) return 'desk.guest.held' as const;
  return isOnLine(attempt, phase) ? ('desk.call.on_line' as const) : (`desk.call.phase.${phase}` as const);
}

/** Who, how long, how well, and every control: always on top while there is a call. */
export function CallBar({ attempt, agentId }: CallBarProps) {
  const t = useText();
  const now_ms = useNow();
  const phase = phaseOf(attempt, agentId);
  const own = attempt.agent_id === agentId;
  // The strip under the bar says whose call it is.
  const supervising = guestIn(attempt, agentId)?.kind === 'supervisor';
  return (
    <>
      <section aria-label={t('desk.call.bar')} className={cx('on-bar flex h-[52px] items-center gap-3 px-3.5 text-on-bar max-xl:gap-2 max-xl:px-2.5', GROUNDS[phase])}>
        <Dot />
        <span data-testid="call-clock" role="timer" aria-label={t('desk.call.clock')} className="min-w-16 shrink-0 text-2xl font-semibold">
          {clock(elapsedMs(attempt, now_ms))}
        </span>
        <span data-testid="call-state" data-phase={phase} role="status" className="min-w-16 truncate font-medium max-xl:shrink-[0.01] xl:shrink-0">
          {t(phaseKey(attempt, phase, own))}
        </span>
        <Link href="/" className="min-w-0 truncate text-base font-semibold hover:underline">
          {own && attempt.customer_name === attempt.callback.phone_masked ? t('desk.call.by_number') : attempt.customer_name}
        </Link>
        {own && <RevealPhone key={attempt.id} attempt={attempt} />}
        {!own && !supervising && <Chip tone="bar">{t('desk.guest.of', { name: attempt.agent_name })}</Chip>}
        {phase !== 'ended' && <QualityChip phase={phase} />}
        {attempt.connected_at_ms !== null && <RecordingChip attemptId={attempt.id} own={own} />}
        <span className="flex-1" />
        <Controls attempt={attempt} agentId={agentId} phase={phase} />
      </section>
      <PartyStrip key={attempt.id} attempt={attempt} agentId={agentId} />
    </>
  );
}

function Controls({ attempt, agentId, phase }: CallBarProps & { phase: CallPhase }) {
  if (attempt.agent_id === agentId) return <CallControls attempt={attempt} phase={phase} />;
  const mine = guestIn(attempt, agentId);
  if (mine?.kind !== 'supervisor') return <GuestControls attempt={attempt} agentId={agentId} phase={phase} />;
  return phase === 'ended' ? null : <SupervisorControls attempt={attempt} mine={mine} />;
}
