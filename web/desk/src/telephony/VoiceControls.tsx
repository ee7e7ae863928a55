import { useState } from 'react';

import { useText } from '../i18n/i18n';
import { useShortcut } from '../ui/shortcuts';
import { useLine } from '../voice/lineControl';
import { useVoice } from '../voice/VoiceContext';
import { BarButton } from './BarButton';
import { Keypad } from './Keypad';

/** What an agent does with their own line: mute it, press telephone keys on it. */
export function VoiceControls() {
  const t = useText();
  const { control } = useVoice();
  const line = useLine(control);
  const [typing, setTyping] = useState(false);
  const open = line.status === 'open';
  const toggle = () => control.mute(!line.muted);
  useShortcut('m', t(line.muted ? 'desk.call.unmute' : 'desk.call.mute'), toggle, open);
  useShortcut('d', t('desk.call.keypad'), () => setTyping(true), open);
  return (
    <>
      <BarButton icon={line.muted ? 'mute' : 'mic'} keyName="M" name={t('desk.call.mute')} aria-pressed={line.muted} disabled={!open} onClick={toggle} />
      <BarButton quiet icon="keypad" keyName="D" name={t('desk.call.keypad')} disabled={!open} onClick={() => setTyping(true)} />
      {typing && open && <Keypad onClose={() => setTyping(false)} />}
    </>
  );
}
