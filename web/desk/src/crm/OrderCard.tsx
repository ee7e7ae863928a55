import type { Order, Site } from '../api/words';
import { isMessage, useText, type Text } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Card } from '../ui/Card';
import { Chip } from '../ui/Chip';
import { Facts } from '../ui/Facts';

export function OrderCard({ order, site, asked }: { order: Order; site: Site; asked: boolean }) {
  const t = useText();
  const format = useFormat();
  const value = order.amount_minor === null || order.currency === null ? '—' : format.money(order.amount_minor, order.currency);
  return (
    <Card title={t('desk.order.title', { id: order.id })} marked={asked} aside={<Chip>{statusName(order.status, t)}</Chip>}>
      <Facts
        facts={[
          [t('desk.order.product'), order.title],
          [t('desk.order.value'), value],
          [t('desk.order.placed'), order.placed_at_ms === null ? '—' : format.day(order.placed_at_ms, site)],
          [t('desk.order.counterpart'), order.counterpart_name ?? order.counterpart_id ?? '—'],
        ]}
      />
    </Card>
  );
}

/** The marketplace's own word where the catalogue has none. */
function statusName(status: string, t: Text): string {
  const key = `desk.order_status.${status}`;
  return isMessage(key) ? t(key) : status.replaceAll('_', ' ');
}
