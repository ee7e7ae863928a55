import { useEffect, useId, useRef, type ReactNode } from 'react';

import { useText } from '../i18n/i18n';
import { Icon } from './Icon';

interface DialogProps {
  title: string;
  children: ReactNode;
  dismissable?: boolean;
  onClose?: () => void;
}

/** The browser's own modal: it traps focus and answers Esc without a style sheet of its own. */
export function Dialog({ title, children, dismissable = true, onClose }: DialogProps) {
  const t = useText();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissable) onClose?.();
      }}
      className="m-auto w-[480px] max-w-[92vw] rounded-lg border border-line bg-panel p-5 text-ink backdrop:bg-black/40"
    >
      <div className="mb-3 flex items-center justify-between">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        {dismissable && (
          <button type="button" aria-label={t('desk.close')} onClick={onClose} className="rounded-md p-1 text-soft hover:bg-raised">
            <Icon name="cross" />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}
