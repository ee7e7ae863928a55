import { useState } from 'react';

import type { Site } from '../api/words';
import { useText } from '../i18n/i18n';
import { CallRecordDialog } from './CallRecordDialog';

/** Opens the record of a call that is over. */
export function CallRecordButton({ attemptId, site }: { attemptId: string; site: Site }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="text-accent hover:underline" onClick={() => setOpen(true)}>
        {t('desk.record.open')}
      </button>
      {open && <CallRecordDialog attemptId={attemptId} site={site} onClose={() => setOpen(false)} />}
    </>
  );
}
