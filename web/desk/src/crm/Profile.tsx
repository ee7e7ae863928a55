import type { Site } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Card } from '../ui/Card';
import { Facts } from '../ui/Facts';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { OrderCard } from './OrderCard';
import { useCustomer } from './readCustomer';

interface ProfileProps {
  customerId: string;
  site: Site;
  /** The order the request is about: first, and marked. */
  orderId: string | null;
}

export function Profile({ customerId, site, orderId }: ProfileProps) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch } = useCustomer(customerId);
  if (data === undefined) {
    return error === null ? <Skeleton rows={8} /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  const orders = [...data.orders].sort((a, b) => Number(b.id === orderId) - Number(a.id === orderId));
  return (
    <>
      {orders.map((order) => (
        <OrderCard key={order.id} order={order} site={site} asked={order.id === orderId} />
      ))}
      {orders.length === 0 && <p className="text-soft">{t('desk.order.none')}</p>}
      <Card title={t('desk.customer.title')}>
        <Facts
          facts={[
            [t('desk.customer.role'), t(`desk.role.${data.role}`)],
            ...(data.level === null ? [] : [[t('desk.customer.level'), t(`desk.level.${data.level}`)] as const]),
            [t('desk.customer.country'), format.country(data.country)],
            [t('desk.customer.language'), t(`desk.language.${data.locale}`)],
            [t('desk.customer.since'), format.day(data.first_seen_at_ms, site)],
            [t('desk.customer.requests_title'), format.whole(data.requests)],
          ]}
        />
      </Card>
    </>
  );
}
