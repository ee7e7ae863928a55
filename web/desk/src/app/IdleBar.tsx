import type { Me } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { LiveChip } from '../realtime/LiveChip';
import { TodayLine } from '../reports/TodayLine';
import { Mark } from '../ui/Mark';
import { useNow } from '../ui/useNow';

export function IdleBar({ me }: { me: Me }) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow(10_000);
  return (
    <header className="flex h-[52px] items-center gap-3 border-b border-line bg-panel px-3">
      <Mark className="size-7" />
      <p className="ml-1 min-w-0 truncate text-base font-semibold">{me.name}</p>
      <p className="text-soft">
        {format.country(me.site)} · {format.time(now_ms, me.site)}
      </p>
      <LiveChip />
      <span className="flex-1" />
      <TodayLine />
      <span className="sr-only">{t('desk.app')}</span>
    </header>
  );
}
