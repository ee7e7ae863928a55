import type { ButtonHTMLAttributes } from 'react';

import { cx } from './cx';
import { Icon, type IconName } from './Icon';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'plain' | 'bar' | 'danger' | 'quiet';
  size?: 'normal' | 'large';
  icon?: IconName;
  /** The key as shown; `ariaKey` in the notation of aria-keyshortcuts. */
  shown?: string;
  ariaKey?: string;
}

const KINDS = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong font-semibold',
  plain: 'bg-panel text-ink border-edge hover:bg-raised font-medium',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-raised hover:text-ink font-medium',
  bar: 'bg-on-bar/10 text-on-bar border-on-bar/30 hover:bg-on-bar/20 font-medium aria-pressed:bg-on-bar aria-pressed:text-bar-wait',
  danger: 'bg-danger text-on-bar border-transparent hover:brightness-110 font-semibold',
};
const SIZES = { normal: 'h-8 px-3 gap-1.5', large: 'h-10 px-4 gap-2.5 text-base' };

export function Button({ kind = 'plain', size = 'normal', icon, shown, ariaKey, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKey}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md border whitespace-nowrap',
        kind === 'bar' ? 'disabled:opacity-45 disabled:hover:bg-on-bar/10' : 'disabled:border-line disabled:bg-raised disabled:text-soft',
        KINDS[kind],
        SIZES[size],
        className,
      )}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {shown !== undefined && (
        <kbd aria-hidden="true">{shown}</kbd>
      )}
    </button>
  );
}
