import { useState, type SyntheticEvent } from 'react';

import type { BoardAgent } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { useWriteTo } from './agentCommands';

const MOST = 200;

interface MessageDialogProps {
  agent: BoardAgent;
  onClose: () => void;
  onSent: () => void;
}

/** A few words, shown on the agent's screen at once. */
export function MessageDialog({ agent, onClose, onSent }: MessageDialogProps) {
  const t = useText();
  const [text, setText] = useState('');
  const write = useWriteTo(agent.id);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!write.isPending && text.trim() !== '') write.mutate(text.trim(), { onSuccess: onSent });
  };
  return (
    <Dialog title={t('desk.board.message.title', { name: agent.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <label className="flex flex-col gap-1">
          <span className="text-xs font-semibold text-soft">{t('desk.board.message.text')}</span>
          <textarea rows={3} autoFocus maxLength={MOST} value={text} onChange={(event) => setText(event.target.value)} className="resize-y rounded-md border border-edge bg-bg px-2.5 py-2" />
        </label>
        {write.error !== null && <Failure error={write.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('desk.manage.keep')}</Button>
          <Button kind="primary" type="submit" aria-busy={write.isPending} disabled={text.trim() === ''}>
            {t('desk.board.message.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
