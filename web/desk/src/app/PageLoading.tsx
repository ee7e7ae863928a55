import { useText } from '../i18n/i18n';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';

export function PageLoading() {
  const t = useText();
  return (
    <Page title={t('desk.loading')}>
      <Skeleton rows={10} />
    </Page>
  );
}
