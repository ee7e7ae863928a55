import type { ReactNode } from 'react';

import { cx } from './cx';

const TONES = {
  grey: 'bg-raised text-soft',
  accent: 'bg-accent-soft text-accent',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  ok: 'bg-ok-soft text-ok',
  bar: 'bg-black/20 text-on-bar',
};

export type Tone = keyof typeof TONES;

export function Chip({ tone = 'grey', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={cx('inline-flex h-5 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap', TONES[tone])}
    >
      {children}
    </span>
  );
}

export function Dot() {
  return <span aria-hidden="true" className="inline-block size-2 shrink-0 rounded-full bg-current" />;
}
