import { beforeAll, describe, expect, it } from 'vitest';

import { LOCALES, type Participant, type Specialist } from '../src/api/words';
import { activate, type Text } from '../src/i18n/i18n';
import { candidatesOf, chosenOf, matching } from '../src/telephony/candidates';
import { isTalk, partiesOf, shownParties, talksOf, type Party } from '../src/telephony/parties';
import { anAttempt, aParticipant } from './anAttempt';
import { textNow } from './textNow';

const there = { state: 'joined', on_hold: false } as const;
const call = (participants: Participant[], customer: object = there) => anAttempt({ state: 'connected', agent: there, customer, participants });

describe('who is in the call', () => {
  it('tells who talks, who hears music, who is coming and who is gone and why', () => {
    const parties = partiesOf(
      call([aParticipant(there), aParticipant({ label: 'seller-2', kind: 'seller', name: 'Loja', agent_id: null, state: 'ringing' }), aParticipant({ label: 'specialist-3', agent_id: 'agent-3', state: 'left', ended_as: 'declined' })], { ...there, on_hold: true }),
      'agent-1',
    );
    expect(parties.map(({ label, state, why }) => [label, state, why])).toEqual([
      ['customer', 'held', null],
      ['specialist-1', 'talk', null],
      ['seller-2', 'coming', null],
      ['specialist-3', 'gone', 'declined'],
    ]);
  });

  it('shows the agent to whoever was asked in, and not themselves', () => {
    const names = partiesOf(call([aParticipant(there)]), 'agent-2').map(({ kind, name }) => [kind, name]);
    expect(names).toEqual([['customer', 'João Pereira'], ['agent', 'Ana Ribeiro']]);
  });

  it('offers each alone and everybody, of those who are there', () => {
    const two = partiesOf(call([aParticipant(there), aParticipant({ label: 'specialist-2', name: 'Davi', agent_id: 'agent-3' })]), 'agent-1');
    expect(talksOf(two)).toEqual([['customer'], ['specialist-1'], ['customer', 'specialist-1']]);
    expect(talksOf(partiesOf(call([]), 'agent-1'))).toEqual([]);
    expect([isTalk(two, ['customer', 'specialist-1']), isTalk(two, ['specialist-1'])]).toEqual([true, false]);
  });

  it('drops from view who was dismissed, and the earlier refusal of somebody who was asked again', () => {
    const parties = partiesOf(call([aParticipant({ state: 'left', ended_as: 'silent' }), aParticipant({ label: 'specialist-2' })]), 'agent-1');
    expect(shownParties(parties, []).map(({ label }) => label)).toEqual(['customer', 'specialist-2']);
    const gone = partiesOf(call([aParticipant({ state: 'left', ended_as: 'silent' })]), 'agent-1');
    expect(shownParties(gone, []).map(({ label }) => label)).toEqual(['customer', 'specialist-1']);
    expect(shownParties(gone, ['specialist-1']).map(({ label }) => label)).toEqual(['customer']);
  });
});

describe('whom to ask', () => {
  let t: Text;
  beforeAll(async () => {
    await activate('en');
    t = textNow();
  });
  const specialist = (name: string, activity: Specialist['activity']): Specialist => ({ id: name, name, lanes: ['BR:payments'], activity });
  const from = (...specialists: Specialist[]) => candidatesOf({ lane: 'BR:payments', orderId: 'BR-7', specialists, outside: [{ id: 'ombudsman', name: 'Ouvidoria' }] }, t);

  it('lists whoever is free first, the free, the others who cannot be chosen, and then who is dialled', () => {
    const found = from(specialist('Davi', 'busy'), specialist('Carla', 'available'));
    expect(found.map(({ id, free }) => [id, free])).toEqual([['first', true], ['Carla', true], ['Davi', false], ['seller', true], ['outside-ombudsman', true]]);
    expect(found.map(({ ask }) => ask)).toEqual([
      { kind: 'specialist', lane: 'BR:payments' },
      { kind: 'specialist', agent_id: 'Carla' },
      { kind: 'specialist', agent_id: 'Davi' },
      { kind: 'seller' },
      { kind: 'outside', outside_id: 'ombudsman' },
    ]);
  });

  it('has no other side without an order', () => {
    const found = candidatesOf({ lane: 'BR:payments', orderId: null, specialists: [], outside: [] }, t);
    expect(found).toEqual([]);
  });

  it('finds by every word, whatever its accents', () => {
    const all = from(specialist('José Ávila', 'available'), specialist('Josefa Lima', 'available'));
    expect(matching(all, 'jose').map(({ name }) => name)).toEqual(['José Ávila', 'Josefa Lima']);
    expect(matching(all, ' avila JOS').map(({ name }) => name)).toEqual(['José Ávila']);
    expect(matching(all, '')).toHaveLength(all.length);
  });

  it('dials nobody who was neither marked nor searched for', () => {
    const busy = from(specialist('Davi', 'busy'));
    expect(chosenOf(busy, null, '')).toBeUndefined();
    expect(chosenOf(busy, 'Davi', '')).toBeUndefined();
    expect(chosenOf(busy, 'seller', '')?.id).toBe('seller');
    expect(chosenOf(matching(busy, 'ouvid'), null, 'ouvid')?.id).toBe('outside-ombudsman');
    expect(chosenOf(from(specialist('Carla', 'available')), null, '')?.id).toBe('first');
  });
});

describe.each(LOCALES)('the parties in %s', (locale) => {
  let t: Text;
  beforeAll(async () => {
    await activate(locale);
    t = textNow();
  });

  it('have a word for every kind, state and end', () => {
    const kinds: readonly Party['kind'][] = ['customer', 'agent', 'specialist', 'seller', 'outside', 'supervisor'];
    const ends: readonly NonNullable<Party['why']>[] = ['busy', 'call_ended', 'declined', 'dropped', 'failed', 'handed_over', 'invalid_number', 'left', 'no_answer', 'rejected', 'silent'];
    const said = kinds.flatMap((kind) => [
      t(`desk.parties.kind.${kind}`),
      t('desk.parties.drop', { kind, name: 'Carla' }),
      ...(['talk', 'held', 'coming'] as const).map((state) => t('desk.parties.state', { state, why: 'left', kind })),
      ...ends.map((why) => t('desk.parties.state', { state: 'gone', why, kind })),
    ]);
    for (const one of said) expect(one).toMatch(/^[^{}]+$/);
    expect(said.join()).not.toMatch(/desk\.|undefined/);
  });
});
