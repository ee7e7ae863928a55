import { Link } from 'wouter';

import { useText } from '../i18n/i18n';
import { useRing, useRingChoice } from '../offers/ring';
import { Icon } from '../ui/Icon';
import { useBoard } from './readBoard';

/** Whoever asks for help, on every screen of a supervisor; it sounds while they are free to come. */
export function HelpAlert({ free, holdsLine }: { free: boolean; holdsLine: boolean }) {
  const t = useText();
  const { data } = useBoard();
  const [heard] = useRingChoice();
  const asking = (data?.calls ?? []).filter(({ help_since_ms }) => help_since_ms !== null);
  useRing(asking.length > 0 && free && holdsLine && heard);
  if (asking.length === 0) return null;
  return (
    <div role="alert" data-testid="help-alert" className="rounded-lg bg-bad-soft font-medium text-bad">
      <Link href="/board" className="flex items-center gap-2 px-3 py-2 hover:underline">
        <Icon name="help" />
        <span className="min-w-0 flex-1">{t('desk.board.asking', { n: asking.length, name: asking[0]?.agent_name ?? '' })}</span>
      </Link>
    </div>
  );
}
