import { useState } from 'react';

import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { ActionFailure } from './ActionFailure';
import { useDrop } from './dropParticipant';
import { useHandOver } from './handOver';
import { isTalk, partiesOf, shownParties, talksOf } from './parties';
import { PartyChip } from './PartyChip';
import { useTalk } from './talk';

const GONE_SHOWN_MS = 20_000;

interface PartyStripProps {
  attempt: Attempt;
  agentId: string;
}

/** Who is in the call and who hears whom, under the call bar while there are more than two. */
export function PartyStrip({ attempt, agentId }: PartyStripProps) {
  const t = useText();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const talk = useTalk(attempt.id);
  const drop = useDrop(attempt.id);
  const handOver = useHandOver(attempt.id);
  const own = attempt.agent_id === agentId;
  const every = partiesOf(attempt, agentId);
  const parties = shownParties(every, dismissed);
  const talks = own ? talksOf(every) : [];
  const together = talks.at(-1);
  const heir = own ? every.find(({ kind, state }) => kind === 'specialist' && (state === 'talk' || state === 'held')) : undefined;
  const talkWith = (wanted: string[]) => {
    if (!talk.isPending) talk.mutate(wanted);
  };
  const give = (label: string) => {
    if (!handOver.isPending) handOver.mutate(label);
  };
  useShortcut('0', t('desk.parties.everybody'), () => together !== undefined && talkWith(together), together !== undefined);
  useShortcut('shift+t', t('desk.parties.hand_over_to', { name: heir?.name ?? '' }), () => heir !== undefined && give(heir.label), heir !== undefined);
  if (attempt.state === 'ended' || parties.length < 2) return null;
  return (
    <section aria-label={t('desk.parties.title')} data-testid="parties" className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-panel px-3.5 py-1.5">
      <h2 className="text-xs font-semibold text-soft">{t('desk.parties.title')}</h2>
      {parties.map((party) => {
        const at = talks.findIndex((wanted) => wanted.length === 1 && wanted[0] === party.label);
        return (
          <PartyChip
            key={party.label}
            party={party}
            own={own}
            digit={at < 0 ? null : String(at + 1)}
            alone={isTalk(every, [party.label])}
            shownMs={party.state === 'gone' ? GONE_SHOWN_MS : null}
            onTalk={() => talkWith([party.label])}
            onHandOver={own && party.kind === 'specialist' ? () => give(party.label) : null}
            main={party === heir}
            onDrop={own && party.kind !== 'customer' && party.kind !== 'supervisor' ? () => drop.mutate(party.label) : null}
            onDismiss={() => setDismissed((before) => [...before, party.label])}
          />
        );
      })}
      {together !== undefined && (
        <Button shown="0" ariaKey="0" data-testid="talk-everybody" aria-pressed={isTalk(every, together)} aria-busy={talk.isPending} className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent" onClick={() => talkWith(together)}>
          {t('desk.parties.everybody')}
        </Button>
      )}
      <ActionFailure error={talk.error ?? drop.error ?? handOver.error} />
    </section>
  );
}
