import { useState, type SyntheticEvent } from 'react';

import { LANE_STATES, type LaneOverview, type Site } from '../api/words';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { useSetLane } from './setLane';

const MESSAGE_MOST = 200;

interface LaneDialogProps {
  lane: LaneOverview;
  site: Site;
  onClose: () => void;
}

/** Open, draining or closed, and what customers who wait are told. */
export function LaneDialog({ lane, site, onClose }: LaneDialogProps) {
  const t = useText();
  const format = useFormat();
  const [state, setState] = useState(lane.state);
  const [message, setMessage] = useState(lane.message ?? '');
  const save = useSetLane(lane.topic);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ state, message: message.trim() === '' ? null : message.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title={laneName(lane.lane, t)} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">{t('desk.manage.column.status')}</legend>
          {LANE_STATES.map((name) => (
            <label key={name} className={cx('flex items-start gap-2.5 rounded-md px-2.5 py-2', name === state ? 'bg-accent-soft' : 'hover:bg-raised')}>
              <input type="radio" name="lane-state" checked={name === state} onChange={() => setState(name)} className="mt-0.5 accent-accent" />
              <span>
                <span className="block font-medium">{t(`desk.manage.lane.state.${name}`)}</span>
                <span className="block text-soft">{t(`desk.manage.lane.how.${name}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="flex flex-col gap-1">
          <span className="text-xs font-semibold text-soft">{t('desk.manage.lane.message')}</span>
          <textarea rows={2} maxLength={MESSAGE_MOST} value={message} onChange={(event) => setMessage(event.target.value)} className="resize-y rounded-md border border-edge bg-bg px-2.5 py-2" />
          <span className="text-xs text-soft">{t('desk.manage.lane.message_hint')}</span>
        </label>
        {save.error !== null && <Failure error={save.error} />}
        <div className="flex items-center justify-between gap-3">
          <p className="min-w-0 truncate text-xs text-soft">
            {lane.changed_by !== null && lane.changed_at_ms !== null &&
              t('desk.manage.lane.by', { who: lane.changed_by, time: `${format.day(lane.changed_at_ms, site)} ${format.time(lane.changed_at_ms, site)}` })}
          </p>
          <span className="flex shrink-0 gap-2">
            <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
            <Button kind="primary" type="submit" aria-busy={save.isPending}>
              {t('desk.manage.lane.save')}
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  );
}
