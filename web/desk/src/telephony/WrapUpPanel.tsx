import { useState } from 'react';

import { DISPOSITIONS, type Attempt, type Disposition } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useShortcut } from '../ui/shortcuts';
import { DispositionList } from './DispositionList';
import { keepDraft, readDraft, type Draft } from './draft';
import { useWrapUp } from './wrapUp';
import { WrapUpClock } from './WrapUpClock';

const NOTE_MOST = 2000;

/** Disposition and note: may be begun during the call, saved once it has ended. Give it the attempt's id as key. */
export function WrapUpPanel({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const [draft, setDraft] = useState(() => readDraft(attempt.id));
  const save = useWrapUp(attempt.id);
  const ended = attempt.state === 'ended';
  const late = attempt.wrapped_up_at_ms !== null;
  const change = (next: Partial<Draft>) => {
    const changed = { ...draft, ...next };
    setDraft(changed);
    keepDraft(attempt.id, changed);
  };
  const submit = (disposition: Disposition | null) => {
    if (disposition !== null && ended && !save.isPending) save.mutate({ disposition, note: draft.note.trim() });
  };
  // Listed like the others; it works while somebody types, and so is the note's own to hear.
  useShortcut('ctrl+enter', t('desk.wrap_up.save'), () => submit(draft.disposition), ended);
  return (
    <section aria-labelledby="wrap-up-title" className="rounded-lg border border-line bg-panel px-3 py-2.5">
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 id="wrap-up-title" className="font-semibold">
          {t(ended ? 'desk.wrap_up.title' : 'desk.wrap_up.notes_title')}
        </h2>
        {ended && !late && <WrapUpClock until_ms={attempt.wrap_up_until_ms} />}
      </div>
      {ended && <DispositionList names={DISPOSITIONS} chosen={draft.disposition} onChoose={(disposition) => change({ disposition })} />}
      <label htmlFor="wrap-up-note" className={ended ? 'mt-2.5 mb-1 block text-xs font-semibold text-soft' : 'sr-only'}>
        {t('desk.wrap_up.note')}
      </label>
      <textarea
        id="wrap-up-note"
        rows={ended ? 4 : 3}
        maxLength={NOTE_MOST}
        value={draft.note}
        placeholder={t('desk.wrap_up.note_hint')}
        onChange={(event) => change({ note: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(draft.disposition);
        }}
        className="block w-full resize-y rounded-md border border-edge bg-bg px-2.5 py-2"
      />
      {save.error !== null && <Failure error={save.error} className="mt-2" />}
      {ended && (
        <div className="mt-2.5 flex items-center justify-between gap-3">
          <p className="text-xs text-soft">{draft.disposition === null ? t('desk.wrap_up.choose') : !late && t('desk.wrap_up.then_ready')}</p>
          <Button
            kind="primary"
            shown="Ctrl ↵"
            ariaKey="Control+Enter"
            disabled={draft.disposition === null}
            aria-busy={save.isPending}
            onClick={() => submit(draft.disposition)}
          >
            {t('desk.wrap_up.save')}
          </Button>
        </div>
      )}
    </section>
  );
}
