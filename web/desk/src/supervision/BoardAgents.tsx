import type { BoardAgent, BoardCall, SetPresenceOf } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Chip, type Tone } from '../ui/Chip';
import { useNow } from '../ui/useNow';
import { AgentMenu } from './AgentMenu';

const TONES: Record<BoardAgent['activity'], Tone> = { available: 'ok', busy: 'accent', 'wrap-up': 'warn', break: 'warn', offline: 'grey' };
const ORDER: readonly BoardAgent['activity'][] = ['busy', 'wrap-up', 'available', 'break', 'offline'];

interface BoardAgentsProps {
  agents: readonly BoardAgent[];
  calls: readonly BoardCall[];
  onWrite: (agent: BoardAgent) => void;
  onPresence: (agent: BoardAgent, body: SetPresenceOf) => void;
}

/** Everybody of the site, whoever is at work first. */
export function BoardAgents({ agents, calls, onWrite, onPresence }: BoardAgentsProps) {
  const t = useText();
  const now_ms = useNow(5_000);
  const sorted = [...agents].sort((a, b) => ORDER.indexOf(a.activity) - ORDER.indexOf(b.activity));
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
      {sorted.map((agent) => (
        <li key={agent.id} data-agent={agent.id} className="flex items-center gap-3 px-3 py-1.5">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{agent.name}</span>
            <span className="block truncate text-xs text-soft">{remarks(agent, calls, t).join(' · ')}</span>
          </span>
          <Chip tone={TONES[agent.activity]}>{agent.activity === 'break' && agent.reason !== null ? t(`desk.break.${agent.reason}`) : t(`desk.activity.${agent.activity}`)}</Chip>
          <span className="w-20 text-right text-xs text-soft">{roughSpan(now_ms - agent.since_ms)}</span>
          <AgentMenu agent={agent} onWrite={() => onWrite(agent)} onPresence={(body) => onPresence(agent, body)} />
        </li>
      ))}
    </ul>
  );
}

/** With whom they talk, what comes after it, who chose that, and what they have not read. */
export function remarks(agent: BoardAgent, calls: readonly BoardCall[], t: ReturnType<typeof useText>): string[] {
  const call = calls.find(({ id }) => id === agent.attempt_id);
  const busy = agent.activity === 'busy' || agent.activity === 'wrap-up';
  const next = agent.presence === 'break' && agent.reason !== null ? t(`desk.break.${agent.reason}`) : t(`desk.presence.${agent.presence}`);
  return [
    ...(call === undefined ? [] : [call.customer_name]),
    ...(busy && agent.presence !== 'available' ? [t('desk.presence.next', { presence: next })] : []),
    ...(agent.set_by === null ? [] : [t('desk.presence.set_by', { name: agent.set_by })]),
    ...(agent.unread === 0 ? [] : [t('desk.board.unread', { n: agent.unread })]),
  ];
}
