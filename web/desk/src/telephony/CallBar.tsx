import { Link } from 'wouter';

import type { Attempt } from '../api/words';
import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Chip, Dot } from '../ui/Chip';
import { cx } from '../ui/cx';
import { useNow } from '../ui/useNow';
import { CallControls } from './CallControls';
import { elapsedMs, phaseOf, type CallPhase } from './callPhase';
import { GuestControls } from './GuestControls';
import { PartyStrip } from './PartyStrip';
import { QualityChip } from './QualityChip';
import { RevealPhone } from './RevealPhone';

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

/** Who, how long, how well, and every control: always on top while there is a call. */
export function CallBar({ attempt, agentId }: CallBarProps) {
  const t = useText();
  const now_ms = useNow();
  const phase = phaseOf(attempt, agentId);
  const own = attempt.agent_id === agentId;
  return (
    <>
      <section aria-label={t('desk.call.bar')} className={cx('on-bar flex h-[52px] items-center gap-3 px-3.5 text-on-bar', GROUNDS[phase])}>
        <Dot />
        <span data-testid="call-clock" role="timer" aria-label={t('desk.call.clock')} className="min-w-16 text-2xl font-semibold">
          {clock(elapsedMs(attempt, now_ms))}
        </span>
        <span data-testid="call-state" data-phase={phase} role="status" className="font-medium whitespace-nowrap">
          {t(`desk.call.phase.${phase}`)}
        </span>
        <Link href="/" className="min-w-0 truncate text-base font-semibold hover:underline">
          {attempt.customer_name}
        </Link>
        {own ? <RevealPhone key={attempt.id} attempt={attempt} /> : <Chip tone="bar">{t('desk.guest.of', { name: attempt.agent_name })}</Chip>}
        {phase !== 'ended' && <QualityChip phase={phase} />}
        <span className="flex-1" />
        {own ? <CallControls attempt={attempt} phase={phase} /> : <GuestControls attempt={attempt} agentId={agentId} phase={phase} />}
      </section>
      <PartyStrip key={attempt.id} attempt={attempt} agentId={agentId} />
    </>
  );
}
