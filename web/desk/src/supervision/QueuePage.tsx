import { useState } from 'react';

import type { Site, Topic, Waiting } from '../api/words';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Segments } from '../ui/Segments';
import { Skeleton } from '../ui/Skeleton';
import { CancelDialog } from './CancelDialog';
import { LaneStrip } from './LaneStrip';
import { MergeDialog } from './MergeDialog';
import { useMoveTier } from './moveTier';
import { useLanes } from './readLanes';
import { useWaiting, type View } from './readWaiting';
import { alike } from './reason';
import { SearchForm } from './SearchForm';
import { useSearch, type Search } from './searchQueue';
import { WaitingTable, type Shown } from './WaitingTable';

/** Every callback of the supervisor's site that waits, why it is where it is, and what can be done about it. */
export default function QueuePage({ site }: { site: Site }) {
  const t = useText();
  const [topic, setTopic] = useState<Topic | null>(null);
  const [view, setView] = useState<View>('waiting');
  const [search, setSearch] = useState<Search | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const lead = search === null && topic !== null ? t(`desk.topic.${topic}`) : undefined;
  return (
    <Page title={t('desk.manage.title', { site })} {...(lead === undefined ? {} : { lead })}>
      <LaneStrip
        chosen={search === null ? topic : null}
        onChoose={(chosen) => {
          setSearch(null);
          setTopic(chosen);
        }}
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        {search === null ? (
          <Segments
            label={t('desk.manage.view')}
            options={[
              ['waiting', t('desk.manage.view.waiting')],
              ['later', t('desk.manage.view.later')],
            ]}
            chosen={view}
            onChoose={setView}
          />
        ) : (
          <Button icon="queue" onClick={() => setSearch(null)}>
            {t('desk.manage.search.back')}
          </Button>
        )}
        <SearchForm key={`${search?.kind ?? ''} ${search?.text ?? ''}`} search={search} onSearch={setSearch} />
      </div>
      {said !== null && (
        <Notice tone="accent" className="mb-3" onDismiss={() => setSaid(null)}>
          {said}
        </Notice>
      )}
      {search === null ? (
        <Listed key={`${view} ${topic ?? ''}`} view={view} topic={topic} site={site} onSaid={setSaid} onSearch={setSearch} />
      ) : (
        <Found key={`${search.kind} ${search.text}`} search={search} site={site} onSaid={setSaid} onSearch={setSearch} />
      )}
    </Page>
  );
}

interface ListProps {
  site: Site;
  onSaid: (text: string) => void;
  onSearch: (search: Search) => void;
}

function Listed({ view, topic, ...rest }: ListProps & { view: View; topic: Topic | null }) {
  const t = useText();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = useWaiting(view, topic);
  if (data === undefined || isPlaceholderData) {
    return error === null ? <Skeleton rows={8} /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} className="mb-3" />}
      {items.length === 0 && !hasNextPage ? (
        <p className="rounded-lg border border-line bg-panel px-4 py-10 text-center text-soft">{t(`desk.manage.empty.${view}`)}</p>
      ) : (
        <Managed items={items} shown={view} {...rest} />
      )}
      {hasNextPage && (
        <Button className="mt-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('desk.manage.more')}
        </Button>
      )}
    </>
  );
}

function Found({ search, ...rest }: ListProps & { search: Search }) {
  const t = useText();
  const { data, error, refetch } = useSearch(search);
  if (data === undefined) return error === null ? <Skeleton rows={4} /> : <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <p role="status" className="mb-2 text-soft">
        {t('desk.manage.search.found', { n: data.items.length })}
      </p>
      {data.items.length > 0 && <Managed items={data.items} shown="found" {...rest} />}
    </>
  );
}

/** The table and what is done from it: one menu a row, and two that are selected can become one. */
function Managed({ items, shown, site, onSaid, onSearch }: ListProps & { items: readonly Waiting[]; shown: Shown }) {
  const t = useText();
  const lanes = useLanes();
  const move = useMoveTier();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [cancelling, setCancelling] = useState<Waiting | null>(null);
  const [merging, setMerging] = useState<readonly [Waiting, Waiting] | null>(null);
  const closed = new Set(lanes.data?.items.filter((lane) => lane.state === 'closed').map((lane) => lane.topic));
  const selected = items.filter((item) => chosen.includes(item.id)).sort((a, b) => a.requested_at_ms - b.requested_at_ms);
  const [first, second] = selected;
  const pair = first !== undefined && second !== undefined && selected.length === 2 && alike(first, second) ? ([first, second] as const) : null;
  return (
    <>
      {move.error !== null && <Failure error={move.error} className="mb-3" />}
      {selected.length > 0 && (
        <div className="mb-3 flex items-center gap-3 rounded-lg bg-accent-soft px-3 py-1.5">
          <p role="status" className="flex-1">
            {t(pair === null ? 'desk.manage.selected.one' : 'desk.manage.selected.two')}
          </p>
          <Button kind="quiet" onClick={() => setChosen([])}>
            {t('desk.manage.selected.clear')}
          </Button>
          <Button kind="primary" icon="link" disabled={pair === null} onClick={() => setMerging(pair)}>
            {t('desk.manage.merge.go')}
          </Button>
        </div>
      )}
      <WaitingTable
        items={items}
        shown={shown}
        site={site}
        closed={closed}
        selected={chosen}
        onSelect={({ id }) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
        onMove={(item, tier) => {
          const said = t('desk.manage.done.moved', { name: item.customer_name, tier: t(`desk.tier.${tier}`) });
          if (tier !== item.tier) move.mutate({ callback_id: item.id, tier }, { onSuccess: () => onSaid(said) });
        }}
        onCancel={setCancelling}
        onCustomer={(item) => onSearch({ kind: 'customer_id', text: item.customer_id })}
      />
      {cancelling !== null && (
        <CancelDialog
          item={cancelling}
          onClose={() => setCancelling(null)}
          onDone={() => {
            onSaid(t('desk.manage.done.cancelled', { name: cancelling.customer_name }));
            setCancelling(null);
          }}
        />
      )}
      {merging !== null && (
        <MergeDialog
          pair={merging}
          site={site}
          onClose={() => setMerging(null)}
          onDone={() => {
            onSaid(t('desk.manage.done.merged', { name: merging[0].customer_name }));
            setMerging(null);
            setChosen([]);
          }}
        />
      )}
    </>
  );
}
