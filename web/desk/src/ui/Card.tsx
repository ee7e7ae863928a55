import { useId, type ReactNode } from 'react';

import { cx } from './cx';

interface CardProps {
  title: string;
  aside?: ReactNode;
  marked?: boolean;
  children: ReactNode;
}

export function Card({ title, aside, marked = false, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx('rounded-lg border px-3 py-2.5', marked ? 'border-accent' : 'border-line')}>
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 id={id} className="min-w-0 truncate font-semibold">
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
