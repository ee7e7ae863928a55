import { useState } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import type { Session } from './session';

/** Lies over the screen as it is: what was typed stays, and so does the call. */
export function Expired({ session }: { session: Session }) {
  const t = useText();
  const [blocked, setBlocked] = useState(false);
  return (
    <Dialog title={t('desk.expired.title')} dismissable={false}>
      <p className="mb-4 text-soft">{t('desk.expired.lead')}</p>
      {blocked && <p className="mb-4 text-warn">{t('desk.expired.blocked')}</p>}
      <div className="flex justify-end gap-2">
        {blocked && <Button onClick={() => void session.signIn()}>{t('desk.expired.here')}</Button>}
        <Button kind="primary" onClick={() => void session.signInBeside().catch(() => setBlocked(true))}>
          {t('desk.expired.go')}
        </Button>
      </div>
    </Dialog>
  );
}
