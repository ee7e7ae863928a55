import { useState } from 'react';

import type { Closing, Site } from '../api/words';
import { localDay, plusDays, ZONES } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { useNow } from '../ui/useNow';
import { CloseDialog } from './CloseDialog';
import { ClosingTable } from './ClosingTable';
import { DayCard } from './DayCard';
import { DayTable } from './DayTable';
import { useClosings } from './readClosings';
import { useDays } from './readDays';
import { ReopenDialog } from './ReopenDialog';
import { SHOWN_DAYS, StartForm } from './StartForm';

/** When the supervisor's site works, what of a day customers can choose, and closing it for a while. */
export default function HoursPage({ site }: { site: Site }) {
  const t = useText();
  const format = useFormat();
  const now_ms = useNow(5_000);
  const today = localDay(now_ms, site);
  const [chosen, setChosen] = useState(today);
  const [closing, setClosing] = useState<string | null>(null);
  const [reopening, setReopening] = useState<Closing | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const closings = useClosings();
  const span = ({ from_ms, until_ms }: Closing) =>
    [from_ms, until_ms].map((at_ms) => `${format.day(at_ms, site)} ${format.time(at_ms, site)}`).join(' – ');
  return (
    <Page title={t('desk.hours.title', { site })} lead={t('desk.hours.zone', { zone: ZONES[site].replaceAll('_', ' '), time: format.time(now_ms, site) })}>
      {said !== null && (
        <Notice tone="accent" className="mb-3" onDismiss={() => setSaid(null)}>
          {said}
        </Notice>
      )}
      <Days site={site} today={today} chosen={chosen} onChoose={setChosen} onClose={setClosing} />
      <ClosingTable closings={closings} site={site} now_ms={now_ms} onClose={() => setClosing(chosen < today ? today : chosen)} onReopen={setReopening} />
      {closing !== null && (
        <CloseDialog
          site={site}
          day={closing}
          closings={closings.data?.closings ?? []}
          onClose={() => setClosing(null)}
          onDone={(made) => {
            setSaid(t('desk.hours.done.closed', { time: span(made) }));
            setClosing(null);
          }}
        />
      )}
      {reopening !== null && (
        <ReopenDialog
          closing={reopening}
          time={span(reopening)}
          onClose={() => setReopening(null)}
          onDone={() => {
            setSaid(t('desk.hours.done.reopened', { time: span(reopening) }));
            setReopening(null);
          }}
        />
      )}
    </Page>
  );
}

interface DaysProps {
  site: Site;
  today: string;
  chosen: string;
  onChoose: (date: string) => void;
  onClose: (date: string) => void;
}

function Days({ site, today, chosen, onChoose, onClose }: DaysProps) {
  const [first, setFirst] = useState(today);
  const { days, error, refetch } = useDays(Array.from({ length: SHOWN_DAYS }, (_, at) => plusDays(first, at)));
  const shown = days?.find(({ date }) => date === chosen);
  const start = (date: string) => {
    setFirst(date);
    onChoose(date);
  };
  return (
    <section aria-busy={days === null && error === null} className="mb-6">
      <StartForm first={first} today={today} onChange={start} />
      {error !== null && <Failure error={error} onRetry={refetch} className="mb-3" />}
      {days === null && error === null && <Skeleton rows={SHOWN_DAYS + 1} className="h-[285px]" />}
      {days !== null && (
        <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-xl:grid-cols-1">
          <DayTable days={days} site={site} today={today} chosen={chosen} onChoose={onChoose} />
          {shown !== undefined && <DayCard day={shown} site={site} onClose={shown.date < today ? null : () => onClose(shown.date)} />}
        </div>
      )}
    </section>
  );
}
