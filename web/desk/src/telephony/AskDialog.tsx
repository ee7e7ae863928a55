import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';

import { TOPICS, type Attempt } from '../api/words';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useAsk } from './askParticipant';
import { CandidateList } from './CandidateList';
import { candidatesOf, chosenOf, matching, type Candidate } from './candidates';
import { useOutside } from './readOutside';
import { useSpecialists } from './readSpecialists';

interface AskDialogProps {
  attempt: Attempt;
  /** The customer is to hear music; the call bar says so when that fails. */
  onHold: () => void;
  onClose: () => void;
}

type Way = 'consult' | 'bring_in' | 'transfer';

/** Whom to ask into the call, and how: apart from the customer, with them, or instead of the agent. */
export function AskDialog({ attempt, onHold, onClose }: AskDialogProps) {
  const t = useText();
  const ids = { lane: useId(), search: useId(), list: useId() };
  const search = useRef<HTMLInputElement>(null);
  // After the dialog has opened itself, and with it focused its cross.
  useEffect(() => search.current?.focus(), []);
  const [lane, setLane] = useState(attempt.callback.lane);
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState<string | null>(null);
  const { data: specialists, error, refetch } = useSpecialists(lane);
  const { data: outside } = useOutside();
  const ask = useAsk(attempt.id);
  const every = candidatesOf({ lane, orderId: attempt.callback.order_id, specialists: specialists ?? [], outside: outside ?? [] }, t);
  const found = matching(every, typed);
  const chosen = chosenOf(found, marked, typed);
  const withCustomer = attempt.customer.state === 'joined';
  const canTransfer = withCustomer && chosen?.kind === 'specialist';

  const act = (way: Way, who: Candidate | undefined = chosen) => {
    if (who?.free !== true || ask.isPending || (way === 'transfer' && !canTransfer)) return;
    ask.mutate(
      { ...who.ask, transfer: way === 'transfer' },
      {
        onSuccess: () => {
          // They ring for a while before they can hear anything: the customer is apart by then.
          if (way === 'consult' && withCustomer && !attempt.customer.on_hold) onHold();
          onClose();
        },
        onError: () => void refetch(),
      },
    );
  };
  const step = (by: number) => {
    const free = found.filter((one) => one.free);
    const at = free.findIndex((one) => one.id === chosen?.id);
    setMarked(free[(at + by + free.length) % free.length]?.id ?? null);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter') act(event.ctrlKey || event.metaKey ? 'transfer' : event.shiftKey ? 'bring_in' : 'consult');
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('desk.ask.title')} onClose={onClose}>
      <div data-testid="ask" className="flex flex-col gap-3">
        <div className="grid grid-cols-[1fr_auto] gap-2">
          <div>
            <label htmlFor={ids.search} className="mb-1 block text-xs font-semibold text-soft">
              {t('desk.ask.search')}
            </label>
            <input
              id={ids.search}
              ref={search}
              role="combobox"
              aria-expanded="true"
              aria-controls={ids.list}
              aria-activedescendant={chosen === undefined ? undefined : `${ids.list}-${chosen.id}`}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={onKey}
              className="h-9 w-full rounded-md border border-edge bg-bg px-2.5"
            />
          </div>
          <div>
            <label htmlFor={ids.lane} className="mb-1 block text-xs font-semibold text-soft">
              {t('desk.queue.lane')}
            </label>
            <select id={ids.lane} value={lane} onChange={(event) => setLane(event.target.value)} className="h-9 rounded-md border border-edge bg-bg px-2">
              {TOPICS.map((topic) => `${attempt.site}:${topic}`).map((name) => (
                <option key={name} value={name}>
                  {laneName(name, t)}
                </option>
              ))}
            </select>
          </div>
        </div>
        {specialists === undefined && error === null ? (
          <Skeleton rows={4} />
        ) : (
          <CandidateList id={ids.list} found={found} chosen={chosen?.id ?? null} onChoose={setMarked} onAct={(who) => act('consult', who)} />
        )}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {specialists !== undefined && typed === '' && !specialists.some(({ activity }) => activity === 'available') && (
          <p role="status" data-testid="ask-nobody" className="text-soft">
            {t(specialists.length === 0 ? 'desk.ask.none' : 'desk.ask.nobody_free')}
          </p>
        )}
        {ask.error !== null && <Failure error={ask.error} />}
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" shown="↵" ariaKey="Enter" disabled={chosen === undefined} aria-busy={ask.isPending} onClick={() => act('consult')}>
            {t('desk.ask.consult')}
          </Button>
          <Button shown="⇧↵" ariaKey="Shift+Enter" disabled={chosen === undefined} onClick={() => act('bring_in')}>
            {t('desk.ask.bring_in')}
          </Button>
          <Button shown="Ctrl ↵" ariaKey="Control+Enter" disabled={!canTransfer} onClick={() => act('transfer')}>
            {t('desk.ask.transfer')}
          </Button>
        </div>
        <p className="text-xs text-soft">{t('desk.ask.note')}</p>
      </div>
    </Dialog>
  );
}
