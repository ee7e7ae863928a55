import { useMemo, type ReactNode } from 'react';

import type { Site } from '../api/words';
import { localDay } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { afterwards } from './recordings';
import { useTimeline } from './readTimeline';
import { TimelineRow } from './TimelineRow';
import { NothingKnown } from './TwoTimelines';

interface TimelineProps {
  customerId: string;
  site: Site;
  attemptId: string;
  /** Whose story it is, if they may be strangers here. */
  nameIfUnknown: string | null;
  aside: ReactNode;
}

/** One story, newest first, under the site's own days. */
export function Timeline({ customerId, site, attemptId, nameIfUnknown, aside }: TimelineProps) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(customerId);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const after = useMemo(() => afterwards(items ?? []), [items]);
  return (
    <section aria-labelledby="timeline-title" aria-busy={items === undefined && error === null}>
      <div className="flex items-center justify-between gap-3 px-5 pt-3 pb-1">
        <h2 id="timeline-title" className="text-xs font-semibold text-soft">
          {t('desk.timeline.title')}
        </h2>
        {aside}
      </div>
      {items === undefined && error === null && <Skeleton rows={8} className="px-5" />}
      {items === undefined && error !== null && nameIfUnknown === null && <Failure error={error} onRetry={() => void refetch()} className="mx-5" />}
      {items === undefined && nameIfUnknown !== null && <NothingKnown error={error} name={nameIfUnknown} onRetry={() => void refetch()} />}
      {items?.length === 0 && <p className="px-5 py-2 text-soft">{t('desk.timeline.empty')}</p>}
      <ol data-testid="timeline" className="pb-4">
        {items?.map((item, at) => {
          const before = items[at - 1];
          const newDay = before === undefined || localDay(before.at_ms, site) !== localDay(item.at_ms, site);
          return <TimelineRow key={item.id} item={item} site={site} customerId={customerId} live={item.attempt_id === attemptId} day={newDay ? format.day(item.at_ms, site) : null} after={after.get(item.recording_id ?? '')} />;
        })}
      </ol>
      {hasNextPage && (
        <div className="px-5 pb-5">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(isFetchingNextPage ? 'desk.timeline.loading_older' : 'desk.timeline.load_older')}
          </Button>
        </div>
      )}
    </section>
  );
}
