import { useState, type SyntheticEvent } from 'react';

import { CANCEL_REASONS, type CancelReason, type Waiting } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { useCancelWaiting } from './cancelWaiting';

const NOTE_MOST = 200;

interface CancelDialogProps {
  item: Waiting;
  onClose: () => void;
  onDone: () => void;
}

/** A reason first: nothing is cancelled by one click. */
export function CancelDialog({ item, onClose, onDone }: CancelDialogProps) {
  const t = useText();
  const [reason, setReason] = useState<CancelReason | null>(null);
  const [note, setNote] = useState('');
  const cancel = useCancelWaiting(item.id);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (reason !== null && !cancel.isPending) cancel.mutate({ reason, note: note.trim() }, { onSuccess: onDone });
  };
  return (
    <Dialog title={t('desk.manage.cancel.title', { name: item.customer_name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="break-words text-soft">“{item.question}”</p>
        <fieldset>
          <legend className="mb-1 text-xs font-semibold text-soft">{t('desk.manage.cancel.why')}</legend>
          {CANCEL_REASONS.map((name) => (
            <label key={name} className={cx('flex h-8 items-center gap-2.5 rounded-md px-2.5', name === reason ? 'bg-accent-soft font-medium' : 'hover:bg-raised')}>
              <input type="radio" name="cancel-reason" checked={name === reason} onChange={() => setReason(name)} className="accent-accent" />
              {t(`desk.manage.cancel.reason.${name}`)}
            </label>
          ))}
        </fieldset>
        <label className="flex flex-col gap-1">
          <span className="text-xs font-semibold text-soft">{t('desk.manage.cancel.note')}</span>
          <textarea rows={2} maxLength={NOTE_MOST} value={note} onChange={(event) => setNote(event.target.value)} className="resize-y rounded-md border border-edge bg-bg px-2.5 py-2" />
        </label>
        {cancel.error !== null && <Failure error={cancel.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
          <Button kind="danger" type="submit" disabled={reason === null} aria-busy={cancel.isPending}>
            {t('desk.manage.cancel.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
