import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import type { Session } from './session';

/** Lies over the screen as it is: what was typed stays, and so does the call. */
export function Expired({ session }: { session: Session }) {
  const t = useText();
  const queries = useQueryClient();
  const [blocked, setBlocked] = useState(false);
  const signIn = async () => {
    try {
      await session.signInBeside();
      await queries.invalidateQueries();
    } catch {
      setBlocked(true);
    }
  };
  return (
    <Dialog title={t('desk.expired.title')} dismissable={false}>
      <p className="mb-4 text-soft">{t('desk.expired.lead')}</p>
      {blocked && <p className="mb-4 text-warn">{t('desk.expired.blocked')}</p>}
      <div className="flex justify-end gap-2">
        {blocked && <Button onClick={() => void session.signIn()}>{t('desk.expired.here')}</Button>}
        <Button kind="primary" onClick={() => void signIn()}>
          {t('desk.expired.go')}
        </Button>
      </div>
    </Dialog>
  );
}
