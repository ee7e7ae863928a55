import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Card } from '../ui/Card';
import { Chip } from '../ui/Chip';
import { Facts } from '../ui/Facts';
import { useCustomer } from './readCustomer';
import { isOtherSideIn, otherSideOf } from './sides';

/** Who is on the other side of the order; their profile, once they asked for a call themselves. */
export function OtherSideCard({ attempt }: { attempt: Attempt }) {
  const { data } = useCustomer(attempt.customer_id);
  const other = data === undefined ? null : otherSideOf(data, attempt.callback.order_id);
  if (other === null) return null;
  return <Known customerId={other.customerId} name={other.name} role={other.role} attempt={attempt} />;
}

interface KnownProps {
  customerId: string;
  name: string;
  role: Attempt['customer_role'];
  attempt: Attempt;
}

function Known({ customerId, name, role, attempt }: KnownProps) {
  const t = useText();
  const format = useFormat();
  const { data } = useCustomer(customerId);
  const chip = isOtherSideIn(attempt) ? <Chip tone="accent">{t('desk.sides.in_call')}</Chip> : undefined;
  return (
    <Card title={name} aside={chip} marked={chip !== undefined}>
      <Facts
        facts={[
          [t('desk.customer.role'), t('desk.sides.role', { role: t(`desk.role.${role}`) })],
          ...(data?.level == null ? [] : [[t('desk.customer.level'), t(`desk.level.${data.level}`)] as const]),
          ...(data === undefined
            ? []
            : ([
                [t('desk.customer.country'), format.country(data.country)],
                [t('desk.customer.language'), t(`desk.language.${data.locale}`)],
                [t('desk.customer.since'), format.day(data.first_seen_at_ms, attempt.site)],
              ] as const)),
          [t('desk.customer.requests_title'), format.whole(data?.requests ?? 0)],
        ]}
      />
    </Card>
  );
}
