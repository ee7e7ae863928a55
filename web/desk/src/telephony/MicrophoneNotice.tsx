import { useState } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { askForMicrophone, useMicrophone } from '../voice/microphone';

/** Before the first call: the browser's question is better answered now than while a customer is dialled. */
export function MicrophoneNotice() {
  const t = useText();
  const microphone = useMicrophone();
  const [refused, setRefused] = useState(false);
  if (microphone === 'denied' || refused) return <Notice tone="bad">{t('desk.line.fault.microphone_denied')}</Notice>;
  if (microphone !== 'prompt') return null;
  return (
    <Notice tone="warn">
      <div className="flex items-center justify-between gap-4">
        <p>{t('desk.microphone.prompt')}</p>
        <Button icon="mic" onClick={() => void askForMicrophone().catch(() => setRefused(true))}>
          {t('desk.microphone.allow')}
        </Button>
      </div>
    </Notice>
  );
}
