import type { ReactNode } from 'react';

import { useText } from '../i18n/i18n';
import { cx } from './cx';
import { Icon } from './Icon';

const TONES = { grey: 'bg-raised', warn: 'bg-warn-soft', bad: 'bg-bad-soft', accent: 'bg-accent-soft' };

interface NoticeProps {
  tone: keyof typeof TONES;
  children: ReactNode;
  onDismiss?: () => void;
  className?: string;
}

export function Notice({ tone, children, onDismiss, className }: NoticeProps) {
  const t = useText();
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={cx('flex items-start gap-3 rounded-lg px-3 py-2', TONES[tone], className)}>
      <div className="min-w-0 flex-1">{children}</div>
      {onDismiss !== undefined && (
        <button type="button" aria-label={t('desk.dismiss')} onClick={onDismiss} className="rounded p-0.5 text-soft hover:text-ink">
          <Icon name="cross" />
        </button>
      )}
    </div>
  );
}
