import type { ReactNode } from 'react';

import type { Attempt } from '../api/words';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import { Chip } from '../ui/Chip';
import { useCustomer } from './readCustomer';

interface CustomerHeaderProps {
  attempt: Attempt;
  children?: ReactNode;
}

/** Who is calling, known from the attempt at once and from the profile a moment later. */
export function CustomerHeader({ attempt, children }: CustomerHeaderProps) {
  const t = useText();
  const { data } = useCustomer(attempt.customer_id);
  return (
    <div className="flex min-h-14 items-center gap-3 border-b border-line bg-panel px-5 py-2">
      <span
        aria-hidden="true"
        className={cx(
          'grid size-8 shrink-0 place-items-center rounded-full text-xs font-semibold text-on-side',
          attempt.customer_role === 'seller' ? 'bg-seller' : 'bg-buyer',
        )}
      >
        {initials(attempt.customer_name)}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-semibold">{attempt.customer_name}</p>
        <p className="truncate text-xs text-soft">
          {t(`desk.role.${attempt.customer_role}`)}
          {data?.level != null && ` · ${t(`desk.level.${data.level}`)}`}
          {data !== undefined && ` · ${t('desk.customer.requests', { n: data.requests })}`}
        </p>
      </div>
      {attempt.callback.tier !== 'standard' && (
        <Chip tone={attempt.callback.tier === 'urgent' ? 'bad' : 'warn'}>{t(`desk.tier.${attempt.callback.tier}`)}</Chip>
      )}
      {children}
    </div>
  );
}

/** Who is known by their number alone has none. */
function initials(name: string): string {
  const words = name.match(/\p{L}\S*/gu) ?? ['#'];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [words[0], last].map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase();
}
