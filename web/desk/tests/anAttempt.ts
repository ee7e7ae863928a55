import type { Attempt, Participant } from '../src/api/words';

const leg = { on_hold: false, joined_at_ms: null, left_at_ms: null };

type Changes = Partial<Omit<Attempt, 'agent' | 'customer'>> & {
  agent?: Partial<Attempt['agent']>;
  customer?: Partial<Attempt['customer']>;
};

/** A claimed attempt, with what a test needs otherwise. */
export function anAttempt({ agent, customer, ...changes }: Changes = {}): Attempt {
  return {
    id: 'att-1',
    version: 1,
    state: 'claimed',
    outcome: null,
    ended_by: null,
    agent_id: 'agent-1',
    agent_name: 'Ana Ribeiro',
    customer_id: 'customer-1',
    customer_name: 'João Pereira',
    customer_role: 'seller',
    site: 'BR',
    callback: {
      id: 'cb-1',
      question: 'Onde está o meu pagamento?',
      topic: 'payments',
      lane: 'BR.payments',
      tier: 'urgent',
      order_id: null,
      phone_masked: '+55 11 ••••• 4821',
      country: 'BR',
      locale: 'pt-BR',
      requested_at_ms: 1_000_000,
      attempts: 1,
    },
    agent: { party: 'agent', state: 'absent', ...leg, ...agent },
    customer: { party: 'customer', state: 'absent', ...leg, ...customer },
    participants: [],
    previous_id: null,
    next_id: null,
    initial_id: 'att-1',
    claimed_at_ms: 1_060_000,
    dialled_at_ms: null,
    connected_at_ms: null,
    ended_at_ms: null,
    hold_ms: 0,
    wrap_up_until_ms: null,
    wrapped_up_at_ms: null,
    disposition: null,
    note: null,
    now_ms: 1_060_000,
    ...changes,
  };
}

/** A specialist who has accepted and is not there yet, with what a test needs otherwise. */
export function aParticipant(changes: Partial<Participant> = {}): Participant {
  return {
    label: 'specialist-1',
    kind: 'specialist',
    name: 'Carla Menezes',
    agent_id: 'agent-2',
    state: 'absent',
    on_hold: false,
    asked_at_ms: 1_090_000,
    joined_at_ms: null,
    left_at_ms: null,
    ended_as: null,
    ...changes,
  };
}
