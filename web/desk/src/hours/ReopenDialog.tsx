import { LOCALES, type Closing } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Facts } from '../ui/Facts';
import { Failure } from '../ui/Failure';
import { useReopenSite } from './reopenSite';

interface ReopenDialogProps {
  closing: Closing;
  /** From when until when. */
  time: string;
  onClose: () => void;
  onDone: () => void;
}

/** Asks once: the messages are gone with the closing. */
export function ReopenDialog({ closing, time, onClose, onDone }: ReopenDialogProps) {
  const t = useText();
  const reopen = useReopenSite(closing.from_ms);
  const go = () => {
    if (!reopen.isPending) reopen.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title={t('desk.hours.reopen.title')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="font-medium">{time}</p>
        <Facts facts={LOCALES.map((locale) => [t(`desk.own_language.${locale}`), closing.message[locale] ?? '—'] as const)} />
        <p className="text-soft">{t('desk.hours.reopen.lead')}</p>
        {reopen.error !== null && <Failure error={reopen.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
          <Button kind="primary" aria-busy={reopen.isPending} onClick={go}>
            {t('desk.hours.reopen.go')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
