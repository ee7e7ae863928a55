import type { ReactNode } from 'react';

import { asProblem } from '../api/problem';
import type { Attempt } from '../api/words';
import { localDay } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { afterwards } from './recordings';
import { useTimeline } from './readTimeline';
import { goesOn, onOneAxis, type OtherSide, type Story } from './sides';
import { TimelineRow } from './TimelineRow';

interface TwoTimelinesProps {
  attempt: Attempt;
  other: OtherSide;
  aside: ReactNode;
}

/** The stories of both sides of an order on one axis of time, newest first, the days across both. */
export function TwoTimelines({ attempt, other, aside }: TwoTimelinesProps) {
  const t = useText();
  const format = useFormat();
  const { site } = attempt;
  const own = useTimeline(attempt.customer_id);
  const theirs = useTimeline(other.customerId);
  const stories = [storyOf(own), storyOf(theirs)] as const;
  const placed = onOneAxis(stories);
  const after = afterwards(placed.map(({ item }) => item));
  const next = goesOn(stories);
  const reading = own.data === undefined && own.error === null;
  const sides = [
    { id: attempt.customer_id, name: attempt.customer_name, role: attempt.customer_role },
    { id: other.customerId, name: other.name, role: other.role },
  ] as const;
  const older = () => void (next === 0 ? own : theirs).fetchNextPage();
  const busy = own.isFetchingNextPage || theirs.isFetchingNextPage;
  return (
    <section aria-labelledby="timeline-title" aria-busy={reading}>
      <div className="sticky top-0 z-10 border-b border-line bg-bg">
        <div className="flex items-center justify-between gap-3 px-5 pt-2 pb-1">
          <h2 id="timeline-title" className="text-xs font-semibold text-soft">
            {t('desk.timeline.title')}
          </h2>
          {aside}
        </div>
        <div className="grid grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)] gap-x-2 px-5 pb-1.5">
          {sides.map(({ id, name, role }, at) => (
            <p key={id} className={cx('flex min-w-0 items-center gap-2', at === 0 ? 'col-start-2' : 'col-start-3 pl-3')}>
              <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full', role === 'seller' ? 'bg-seller' : 'bg-buyer')} />
              <span className="truncate font-semibold">{name}</span>
              <span className="text-xs text-soft">{t(`desk.role.${role}`)}</span>
            </p>
          ))}
        </div>
      </div>
      {reading && <Skeleton rows={8} className="px-5" />}
      {own.error !== null && own.data === undefined && <Failure error={own.error} onRetry={() => void own.refetch()} className="mx-5" />}
      <NothingKnown error={theirs.error} name={other.name} onRetry={() => void theirs.refetch()} />
      <ol data-testid="timeline" className="pb-4">
        {placed.map(({ side, item }, at) => {
          const before = placed[at - 1];
          const newDay = before === undefined || localDay(before.item.at_ms, site) !== localDay(item.at_ms, site);
          return (
            <TimelineRow
              key={item.id}
              item={item}
              site={site}
              customerId={sides[side].id}
              live={item.attempt_id === attempt.id}
              day={newDay ? format.day(item.at_ms, site) : null}
              column={side}
              after={after.get(item.recording_id ?? '')}
            />
          );
        })}
      </ol>
      {next !== null && (
        <div className="px-5 pb-5">
          <Button disabled={busy} onClick={older}>
            {t(busy ? 'desk.timeline.loading_older' : 'desk.timeline.load_older')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Whoever never asked for a call has no story here; that is no failure. */
export function NothingKnown({ error, name, onRetry }: { error: Error | null; name: string; onRetry: () => void }) {
  const t = useText();
  if (error === null) return null;
  if (asProblem(error).code !== 'not_found') return <Failure error={error} onRetry={onRetry} className="mx-5 mt-3" />;
  return (
    <p role="status" data-testid="nothing-known" className="px-5 py-2 text-soft">
      {t('desk.sides.unknown', { name })}
    </p>
  );
}

function storyOf({ data, hasNextPage }: ReturnType<typeof useTimeline>): Story {
  return { items: data?.pages.flatMap((page) => page.items) ?? [], more: hasNextPage };
}
