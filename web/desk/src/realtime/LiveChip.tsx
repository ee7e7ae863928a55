import { useFreshness } from '../api/freshness';
import { useText } from '../i18n/i18n';
import { Chip, Dot } from '../ui/Chip';

/** Silent while pushes arrive; says so when the screen is up to five seconds behind. */
export function LiveChip() {
  const t = useText();
  const freshness = useFreshness();
  return (
    <span role="status" className="empty:hidden">
      {freshness === 'polling' && (
        <Chip tone="warn" title={t('desk.live.polling_why')}>
          <Dot />
          {t('desk.live.polling')}
        </Chip>
      )}
    </span>
  );
}
