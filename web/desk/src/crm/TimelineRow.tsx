import { memo } from 'react';

import type { Site, TimelineItem } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { CallAgain } from './CallAgain';
import { figuresOf, iconOf, sentenceOf } from './timelineText';

interface TimelineRowProps {
  item: TimelineItem;
  site: Site;
  customerId: string;
  /** Belongs to the attempt on the screen. */
  live: boolean;
  /** Shown above the first item of a day. */
  day: string | null;
}

export const TimelineRow = memo(function TimelineRow({ item, site, customerId, live, day }: TimelineRowProps) {
  const t = useText();
  const format = useFormat();
  const figures = figuresOf(item, t);
  return (
    <li className="row-lazy" data-kind={item.kind}>
      {day !== null && <p className="mt-2 border-b border-line px-5 pb-1 text-xs font-medium text-soft">{day}</p>}
      <div className="grid grid-cols-[64px_20px_1fr] gap-x-2 px-5 py-[5px]">
        <time dateTime={new Date(item.at_ms).toISOString()} className="pt-px text-xs text-soft">
          {format.time(item.at_ms, site, true)}
        </time>
        <span className={cx('pt-0.5', live ? 'text-accent' : 'text-soft')}>
          <Icon name={iconOf(item.kind)} />
        </span>
        <div className="min-w-0">
          <p>
            <span className={cx(live && 'font-medium')}>{sentenceOf(item, t)}</span>
            {figures.length > 0 && <span className="text-soft"> · {figures.join(' · ')}</span>}
          </p>
          {item.poor === true && item.attempt_id != null && <CallAgain attemptId={item.attempt_id} customerId={customerId} />}
          {item.question != null && <p className="mt-0.5 break-words text-soft">“{item.question}”</p>}
          {item.note != null && item.note !== '' && (
            <p className="mt-1 rounded-md bg-warn-soft px-2.5 py-1.5 break-words whitespace-pre-wrap">{item.note}</p>
          )}
        </div>
      </div>
    </li>
  );
});
