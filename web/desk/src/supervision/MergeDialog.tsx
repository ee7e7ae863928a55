import { useState, type SyntheticEvent } from 'react';

import type { Site, Waiting } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { useMergeWaiting } from './mergeWaiting';

interface MergeDialogProps {
  /** The older one first: it stays unless the supervisor says otherwise. */
  pair: readonly [Waiting, Waiting];
  site: Site;
  onClose: () => void;
  onDone: () => void;
}

/** Two requests become one. */
export function MergeDialog({ pair, site, onClose, onDone }: MergeDialogProps) {
  const t = useText();
  const format = useFormat();
  const [kept, setKept] = useState(pair[0]);
  const merge = useMergeWaiting();
  const gone = kept === pair[0] ? pair[1] : pair[0];
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!merge.isPending) merge.mutate({ callback_id: gone.id, into: kept.id }, { onSuccess: onDone });
  };
  return (
    <Dialog title={t('desk.manage.merge.title')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-soft">{t('desk.manage.merge.lead')}</p>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-xs font-semibold text-soft">{t('desk.manage.merge.keep')}</legend>
          {pair.map((item) => (
            <label key={item.id} className={cx('flex items-start gap-2.5 rounded-md px-2.5 py-2', item === kept ? 'bg-accent-soft' : 'hover:bg-raised')}>
              <input type="radio" name="kept" checked={item === kept} onChange={() => setKept(item)} className="mt-0.5 accent-accent" />
              <span className="min-w-0">
                <span className="block font-medium">
                  {item.customer_name} · {t(`desk.topic.${item.topic}`)} · {t(`desk.tier.${item.tier}`)} · {format.time(item.requested_at_ms, site)}
                </span>
                <span className="block break-words text-soft">“{item.question}”</span>
              </span>
            </label>
          ))}
        </fieldset>
        {merge.error !== null && <Failure error={merge.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
          <Button kind="primary" type="submit" icon="link" aria-busy={merge.isPending}>
            {t('desk.manage.merge.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
