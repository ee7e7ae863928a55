import { useCallback, useEffect, useState } from 'react';

import { useText } from '../i18n/i18n';
import { Dialog } from '../ui/Dialog';
import { useVoice } from '../voice/VoiceContext';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const REMEMBERED = 24;

/** The keys of a telephone, for menus at the other end; typed or pressed. What was sent is kept nowhere else. */
export function Keypad({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { control } = useVoice();
  const [sent, setSent] = useState('');
  const send = useCallback(
    (key: string) => {
      control.sendDigits(key);
      setSent((before) => (before + key).slice(-REMEMBERED));
    },
    [control],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!KEYS.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      send(event.key);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [send]);
  return (
    <Dialog title={t('desk.keypad.title')} onClose={onClose}>
      <output aria-label={t('desk.keypad.sent')} className="mb-3 block h-9 truncate rounded-md bg-raised px-3 py-1.5 text-right text-lg font-semibold">
        {sent}
      </output>
      <div className="grid grid-cols-3 gap-2">
        {KEYS.map((key) => (
          <button key={key} type="button" onClick={() => send(key)} className="h-11 rounded-md border border-edge text-lg font-semibold hover:bg-raised">
            {key}
          </button>
        ))}
      </div>
      <p className="mt-3 text-xs text-soft">{t('desk.keypad.note')}</p>
    </Dialog>
  );
}
