import { useState } from 'react';

import type { Site } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { useHoldsLine } from '../voice/lineLock';
import { useVoice } from '../voice/VoiceContext';
import { allGood, keptCheck } from './lineCheck';
import { LineCheckPanel } from './LineCheckPanel';

/** Before the shift: whether everything a call needs is there, and how it was when last looked at. */
export function LineCheckNotice({ site }: { site: Site }) {
  const t = useText();
  const format = useFormat();
  const { lock } = useVoice();
  const holds = useHoldsLine(lock);
  const [open, setOpen] = useState(false);
  const [check, setCheck] = useState(keptCheck);
  if (!holds) return null;
  const well = check !== null && allGood(check);
  return (
    <>
      <Notice tone={check === null || well ? 'grey' : 'warn'}>
        <div className="flex items-center justify-between gap-4">
          <p>
            {check === null
              ? t('desk.check.never')
              : t(well ? 'desk.check.well' : 'desk.check.unwell', { time: format.time(check.at_ms, site) })}
          </p>
          <Button icon="mic" onClick={() => setOpen(true)}>
            {t('desk.check.open')}
          </Button>
        </div>
      </Notice>
      {open && (
        <LineCheckPanel
          onClose={(found) => {
            setOpen(false);
            if (found !== null) setCheck(found);
          }}
        />
      )}
    </>
  );
}
