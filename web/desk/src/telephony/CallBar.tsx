import { Link } from 'wouter';

import type { Attempt } from '../api/words';
import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Dot } from '../ui/Chip';
import { cx } from '../ui/cx';
import { useNow } from '../ui/useNow';
import { CallControls } from './CallControls';
import { elapsedMs, phaseOf, type CallPhase } from './callPhase';
import { QualityChip } from './QualityChip';
import { RevealPhone } from './RevealPhone';

const GROUNDS: Record<CallPhase, string> = {
  joining: 'bg-bar-wait',
  dialling: 'bg-bar-wait',
  ringing: 'bg-bar-wait',
  on_call: 'bg-bar',
  held: 'bg-bar-hold',
  line_lost: 'bg-bar-hold',
  ended: 'bg-bar-wait',
};

/** Who, how long, how well, and every control: always on top while there is a call. */
export function CallBar({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const now_ms = useNow();
  const phase = phaseOf(attempt);
  return (
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
      <RevealPhone key={attempt.id} attempt={attempt} />
      {phase !== 'ended' && <QualityChip phase={phase} />}
      <span className="flex-1" />
      <CallControls attempt={attempt} phase={phase} />
    </section>
  );
}
