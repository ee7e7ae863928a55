import { memo } from 'react';

import type { Site, TimelineItem } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { RecordingPlayer } from '../recording/RecordingPlayer';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { CallAgain } from './CallAgain';
import { CallRecordButton } from './CallRecordButton';
import { figuresOf, iconOf, sentenceOf } from './timelineText';

interface TimelineRowProps {
  item: TimelineItem;
  site: Site;
  customerId: string;
  /** Belongs to the attempt on the screen. */
  live: boolean;
  /** Shown above the first item of a day. */
  day: string | null;
  /** Of two stories on one axis, the column; null for one story alone. */
  column?: 0 | 1 | null;
  /** What the story says later of the recording of this item. */
  after?: 'deleted' | 'held' | undefined;
}

const COLUMNS = ['col-start-2', 'col-start-3 border-l border-line pl-3'];

export const TimelineRow = memo(function TimelineRow({ item, site, customerId, live, day, column = null, after }: TimelineRowProps) {
  const format = useFormat();
  return (
    <li className="row-lazy" data-kind={item.kind} data-side={column ?? undefined}>
      {day !== null && <p className="mt-2 border-b border-line px-5 pb-1 text-xs font-medium text-soft">{day}</p>}
      <div className={cx('grid gap-x-2 px-5', column === null ? 'grid-cols-[64px_1fr] py-[5px]' : 'grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)]')}>
        <time dateTime={new Date(item.at_ms).toISOString()} className={cx('text-xs text-soft', column === null ? 'pt-px' : 'pt-1.5')}>
          {format.time(item.at_ms, site, true)}
        </time>
        <div className={cx('grid min-w-0 grid-cols-[20px_1fr] gap-x-2', column !== null && cx('py-[5px]', COLUMNS[column]))}>
          <Entry item={item} site={site} customerId={customerId} live={live} after={after} />
        </div>
      </div>
    </li>
  );
});

function Entry({ item, site, customerId, live, after }: Pick<TimelineRowProps, 'item' | 'site' | 'customerId' | 'live' | 'after'>) {
  const t = useText();
  const figures = figuresOf(item, t);
  return (
    <>
      <span className={cx('pt-0.5', live ? 'text-accent' : 'text-soft')}>
        <Icon name={iconOf(item.kind)} />
      </span>
      <div className="min-w-0">
        <p className="break-words">
          <span className={cx(live && 'font-medium')}>{sentenceOf(item, t)}</span>
          {figures.length > 0 && <span className="text-soft"> · {figures.join(' · ')}</span>}
        </p>
        {item.kind === 'attempt.ended' && item.attempt_id != null && <CallRecordButton attemptId={item.attempt_id} site={site} />}
        {item.poor === true && item.attempt_id != null && <CallAgain attemptId={item.attempt_id} customerId={customerId} />}
        {item.kind === 'recording.stored' && item.recording_id != null && (
          <RecordingPlayer attemptId={item.attempt_id ?? null} recordingId={item.recording_id} gone={after === 'deleted'} held={after === 'held'} />
        )}
        {item.question != null && item.question !== '' && <p className="mt-0.5 break-words text-soft">“{item.question}”</p>}
        {item.note != null && item.note !== '' && (
          <p className="mt-1 rounded-md bg-warn-soft px-2.5 py-1.5 break-words whitespace-pre-wrap">{item.note}</p>
        )}
      </div>
    </>
  );
}
