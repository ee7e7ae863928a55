import { useState, type SyntheticEvent } from 'react';

import { asProblem } from '../api/problem';
import { LOCALES, type Closing, type Locale, type Site } from '../api/words';
import { localWall, plusDays, wallMs, ZONES } from '../i18n/format';
import { isMessage, useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { useCloseSite } from './closeSite';

const MESSAGE_MOST = 200;
const FIELD = 'rounded-md border border-edge bg-bg px-2.5';
const NAME = 'text-xs font-semibold text-soft';

interface CloseDialogProps {
  site: Site;
  /** The whole of it to begin with. */
  day: string;
  closings: readonly Closing[];
  onClose: () => void;
  onDone: (made: Closing) => void;
}

/** From when until when, and what customers are told, in every language. */
export function CloseDialog({ site, day, closings, onClose, onDone }: CloseDialogProps) {
  const t = useText();
  const [from, setFrom] = useState(`${day}T00:00`);
  const [until, setUntil] = useState(`${plusDays(day, 1)}T00:00`);
  const [message, setMessage] = useState<Record<Locale, string>>({ 'pt-BR': '', es: '', en: '' });
  const close = useCloseSite();
  const complete = from !== '' && until !== '' && LOCALES.every((locale) => message[locale].trim() !== '');
  const replaced = !close.isPending && closings.some((one) => localWall(one.from_ms, site) === from);
  const wrong = close.error === null ? null : `errors.field.${asProblem(close.error).fields.get('until_ms') ?? ''}`;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!complete || close.isPending) return;
    const told = { 'pt-BR': message['pt-BR'].trim(), es: message.es.trim(), en: message.en.trim() };
    const made = { from_ms: wallMs(from, site), until_ms: wallMs(until, site), message: told };
    close.mutate(made, { onSuccess: () => onDone(made) });
  };
  return (
    <Dialog title={t('desk.hours.close.title', { site })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-soft">{t('desk.hours.close.lead')}</p>
        <div className="grid grid-cols-2 gap-3">
          <label className="flex flex-col gap-1">
            <span className={NAME}>{t('desk.hours.close.from')}</span>
            <input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} className={`${FIELD} h-8`} />
          </label>
          <label className="flex flex-col gap-1">
            <span className={NAME}>{t('desk.hours.close.until')}</span>
            <input
              type="datetime-local"
              value={until}
              aria-invalid={wrong !== null && isMessage(wrong)}
              onChange={(event) => setUntil(event.target.value)}
              className={`${FIELD} h-8`}
            />
          </label>
        </div>
        <p className="text-xs text-soft">{t('desk.hours.close.zone', { zone: ZONES[site].replaceAll('_', ' ') })}</p>
        {replaced && <Notice tone="warn">{t('desk.hours.close.replaces')}</Notice>}
        <fieldset className="flex flex-col gap-2">
          <legend className={`${NAME} mb-1`}>{t('desk.hours.column.message')}</legend>
          {LOCALES.map((locale) => (
            <label key={locale} className="grid grid-cols-[84px_1fr] items-start gap-2">
              <span className="py-1.5 text-soft">{t(`desk.own_language.${locale}`)}</span>
              <textarea
                rows={3}
                lang={locale}
                maxLength={MESSAGE_MOST}
                value={message[locale]}
                onChange={(event) => setMessage({ ...message, [locale]: event.target.value })}
                className={`${FIELD} resize-y py-1.5`}
              />
            </label>
          ))}
        </fieldset>
        {wrong !== null && isMessage(wrong) ? (
          <p role="alert" className="text-bad">
            {t('desk.hours.close.wrong', { why: t(wrong) })}
          </p>
        ) : (
          close.error !== null && <Failure error={close.error} />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
          <Button kind="danger" type="submit" disabled={!complete} aria-busy={close.isPending}>
            {t('desk.hours.close.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
