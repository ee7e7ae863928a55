import type { BoardCall } from '../api/words';
import { clock, roughSpan } from '../i18n/format';
import { laneName } from '../i18n/laneName';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';

interface BoardCallsProps {
  calls: readonly BoardCall[];
  /** The supervisor, and whether they are on a call already. */
  agentId: string;
  engaged: boolean;
  onListen: (call: BoardCall) => void;
}

/** The calls that go on, whoever asks for help first. */
export function BoardCalls({ calls, agentId, engaged, onListen }: BoardCallsProps) {
  const t = useText();
  const now_ms = useNow();
  if (calls.length === 0) return <p className="rounded-lg border border-line bg-panel px-4 py-6 text-center text-soft">{t('desk.board.calls.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {calls.map((call) => (
        <li key={call.id} data-call={call.id} className={cx('flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border bg-panel px-3 py-2', call.help_since_ms === null ? 'border-line' : 'border-bad bg-bad-soft')}>
          <span role="timer" className="min-w-14 font-semibold tabular-nums">
            {clock(now_ms - (call.connected_at_ms ?? call.claimed_at_ms))}
          </span>
          <span className="min-w-40 flex-1">
            <span className="block truncate font-semibold">
              {call.agent_name} <Icon name="right" className="inline size-3" /> {call.customer_name}
            </span>
            <span className="block truncate text-xs text-soft">
              {laneName(call.lane, t)} · {t(`desk.board.state.${stateOf(call)}`)}
              {call.hold_ms >= 1000 && ` · ${t('desk.board.held', { time: clock(call.hold_ms) })}`}
            </span>
          </span>
          {call.help_since_ms !== null && (
            <Chip tone="bad">
              <Icon name="help" className="size-3.5" />
              {t('desk.board.help', { time: roughSpan(now_ms - call.help_since_ms) })}
            </Chip>
          )}
          <Button icon="eye" disabled={engaged || call.state !== 'connected' || call.agent_id === agentId} aria-label={t('desk.board.listen_to', { name: call.agent_name })} onClick={() => onListen(call)}>
            {t('desk.supervise.listen')}
          </Button>
          {call.participants.length > 0 && (
            <span className="flex basis-full flex-wrap gap-1.5 pl-[68px]">
              {call.participants.map((one) => (
                <Chip key={one.label} tone={one.kind === 'supervisor' ? 'accent' : 'grey'} title={one.name}>
                  <span className="max-w-48 truncate">{one.name}</span> · {one.mode === null ? t(`desk.parties.kind.${one.kind}`) : t('desk.board.mode', { mode: one.mode })}
                </Chip>
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function stateOf(call: BoardCall): 'talking' | 'held' | 'coming' {
  if (call.state !== 'connected') return 'coming';
  return call.on_hold ? 'held' : 'talking';
}
