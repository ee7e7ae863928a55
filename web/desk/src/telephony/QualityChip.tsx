import { isMessage, useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Chip } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';
import { useLine } from '../voice/lineControl';
import { useVoice } from '../voice/VoiceContext';
import type { CallPhase } from './callPhase';
import { shownWarnings } from './lineWarnings';

const POOR_MOS = 3.5;

/** How the line sounds: whether it is muted, the last score, and in words what is wrong with it. */
export function QualityChip({ phase }: { phase: CallPhase }) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow();
  const { control } = useVoice();
  const line = useLine(control);
  const { mos, status } = line;
  if (status === 'reconnecting') {
    return (
      <Chip tone="warn" title={t('desk.quality.reconnecting')}>
        <Icon name="alert" className="size-3.5" />
        <span className="max-xl:sr-only">{t('desk.quality.reconnecting')}</span>
      </Chip>
    );
  }
  if (status !== 'open') return null;
  const named = shownWarnings(line, phase, now_ms).flatMap((name) => {
    const key = `desk.quality.warning.${name}`;
    return isMessage(key) ? [t(key)] : [];
  });
  const poor = mos !== null && mos < POOR_MOS;
  return (
    <span role="status" className="flex gap-2">
      {line.muted && (
        <Chip tone="warn" title={t('desk.call.muted')}>
          <Icon name="mute" className="size-3.5" />
          <span className="max-xl:sr-only">{t('desk.call.muted')}</span>
        </Chip>
      )}
      {mos !== null && !line.muted && named.length === 0 && (
        <span className={cx(!poor && 'max-xl:hidden')}>
          <Chip tone={poor ? 'warn' : 'bar'} title={t('desk.quality.mos_title')}>
            {t('desk.quality.mos', { mos: format.decimal(mos) })}
          </Chip>
        </span>
      )}
      {named[0] !== undefined && (
        <Chip tone="warn" title={named.join(' · ')}>
          {named[0]}
        </Chip>
      )}
    </span>
  );
}
