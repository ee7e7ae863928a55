import { useMemo } from 'react';

import type { Site } from '../api/words';
import { localDay } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useTimeline } from './readTimeline';
import { TimelineRow } from './TimelineRow';

interface TimelineProps {
  customerId: string;
  site: Site;
  attemptId: string;
}

/** The customer's story, newest first, under the site's own days. */
export function Timeline({ customerId, site, attemptId }: TimelineProps) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(customerId);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return (
    <section aria-labelledby="timeline-title" aria-busy={items === undefined && error === null}>
      <h2 id="timeline-title" className="px-5 pt-3 pb-1 text-xs font-semibold text-soft">
        {t('desk.timeline.title')}
      </h2>
      {items === undefined && error === null && <Skeleton rows={8} className="px-5" />}
      {items === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} className="mx-5" />}
      {items?.length === 0 && <p className="px-5 py-2 text-soft">{t('desk.timeline.empty')}</p>}
      <ol data-testid="timeline" className="pb-4">
        {items?.map((item, at) => {
          const before = items[at - 1];
          const newDay = before === undefined || localDay(before.at_ms, site) !== localDay(item.at_ms, site);
          return <TimelineRow key={item.id} item={item} site={site} customerId={customerId} live={item.attempt_id === attemptId} day={newDay ? format.day(item.at_ms, site) : null} />;
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
