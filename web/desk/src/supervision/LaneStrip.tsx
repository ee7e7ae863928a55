import { useState } from 'react';

import type { LaneOverview, LaneState, Topic } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Chip, type Tone } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useNow } from '../ui/useNow';
import { LaneDialog } from './LaneDialog';
import { useLanes } from './readLanes';

const TONES: Record<LaneState, Tone> = { open: 'ok', draining: 'warn', closed: 'bad' };

interface LaneStripProps {
  /** The lane that is shown alone, or null for all. */
  chosen: Topic | null;
  onChoose: (topic: Topic | null) => void;
}

/** The site's lanes side by side: how many wait, how long the first has, and whether it is open. */
export function LaneStrip({ chosen, onChoose }: LaneStripProps) {
  const t = useText();
  const { data, error, refetch } = useLanes();
  const [changing, setChanging] = useState<LaneOverview | null>(null);
  return (
    <section aria-label={t('desk.manage.lanes')} aria-busy={data === undefined && error === null} className="mb-4">
      {data === undefined && error === null && <Skeleton rows={3} />}
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(116px,1fr))] gap-2.5">
        {data?.items.map((lane) => (
          <LaneCard
            key={lane.lane}
            lane={lane}
            chosen={lane.topic === chosen}
            onChoose={() => onChoose(lane.topic === chosen ? null : lane.topic)}
            onChange={() => setChanging(lane)}
          />
        ))}
      </ul>
      {changing !== null && data !== undefined && <LaneDialog lane={changing} site={data.site} onClose={() => setChanging(null)} />}
    </section>
  );
}

interface LaneCardProps {
  lane: LaneOverview;
  chosen: boolean;
  onChoose: () => void;
  onChange: () => void;
}

function LaneCard({ lane, chosen, onChoose, onChange }: LaneCardProps) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow(5_000);
  const name = t(`desk.topic.${lane.topic}`);
  return (
    <li className={cx('rounded-lg border bg-panel px-3 py-2', chosen ? 'border-accent' : 'border-line')}>
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <button
          type="button"
          aria-pressed={chosen}
          title={t('desk.manage.lane.only', { lane: name })}
          onClick={onChoose}
          className={cx('min-w-0 truncate rounded font-semibold first-letter:uppercase hover:text-accent', chosen && 'text-accent')}
        >
          {name}
        </button>
        <button type="button" aria-label={`${t(`desk.manage.lane.state.${lane.state}`)}. ${t('desk.manage.lane.change', { lane: name })}`} onClick={onChange} className="rounded-full hover:brightness-95">
          <Chip tone={TONES[lane.state]}>{t(`desk.manage.lane.state.${lane.state}`)}</Chip>
        </button>
      </div>
      <p className={cx('mt-1', lane.waiting === 0 && 'text-soft')}>
        {lane.at_least ? t('desk.manage.lane.many', { n: format.whole(lane.waiting) }) : t('desk.manage.lane.waiting', { n: lane.waiting })}
      </p>
      <p className="text-xs text-soft">
        {lane.oldest_requested_at_ms === null ? '—' : t('desk.manage.lane.oldest', { time: roughSpan(now_ms - lane.oldest_requested_at_ms) })}
      </p>
      {lane.message !== null && <p className="mt-1 truncate-2 text-xs" title={lane.message}>“{lane.message}”</p>}
    </li>
  );
}
