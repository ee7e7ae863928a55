import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Chip } from '../ui/Chip';
import { useNow } from '../ui/useNow';

const SOON_MS = 15_000;

/** What is left of the wrap-up. The server ends it; this only shows when. */
export function WrapUpClock({ until_ms }: { until_ms: number | null }) {
  const t = useText();
  const now_ms = useNow();
  if (until_ms === null) return null;
  const left_ms = until_ms - now_ms;
  if (left_ms <= 0) return <Chip tone="warn">{t('desk.wrap_up.ending')}</Chip>;
  return (
    <span role="timer" aria-label={t('desk.wrap_up.left')}>
      <Chip tone={left_ms < SOON_MS ? 'bad' : 'warn'}>{clock(Math.ceil(left_ms / 1000) * 1000)}</Chip>
    </span>
  );
}
