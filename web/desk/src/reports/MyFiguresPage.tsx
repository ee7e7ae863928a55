import type { Site } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Failure } from '../ui/Failure';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { Measures } from './Measures';
import { useMyFigures } from './readMyFigures';

export default function MyFiguresPage({ site }: { site: Site }) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch } = useMyFigures();
  return (
    <Page title={t('desk.figures.title')} lead={data === undefined ? '' : format.day(data.from_ms, site)}>
      {data === undefined && error === null && <Skeleton rows={8} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} className="mb-4" />}
      {data !== undefined && (
        <Measures
          figures={data.figures}
          counts={['handled', 'unanswered', 'returned', 'surveyed']}
          ratios={['nps', 'reached', 'talk', 'hold', 'wrap_up', 'aht']}
          columns={5}
        />
      )}
      {data?.figures.handled === 0 && <p className="mt-4 text-soft">{t('desk.figures.none')}</p>}
    </Page>
  );
}
