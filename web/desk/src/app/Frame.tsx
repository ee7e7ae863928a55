import type { ReactNode } from 'react';

import { useText } from '../i18n/i18n';

interface FrameProps {
  bar: ReactNode;
  rail: ReactNode;
  side: ReactNode;
  main: ReactNode;
}

/** The panes every screen shares: nothing moves when a call comes. */
export function Frame({ bar, rail, side, main }: FrameProps) {
  const t = useText();
  return (
    <div className="grid h-dvh min-w-[1024px] grid-cols-[52px_280px_minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div className="col-span-3">{bar}</div>
      <div className="border-r border-line bg-panel">{rail}</div>
      <aside aria-label={t('desk.queue.pane')} className="flex min-h-0 flex-col border-r border-line bg-panel">
        {side}
      </aside>
      <div className="grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)]">{main}</div>
    </div>
  );
}
