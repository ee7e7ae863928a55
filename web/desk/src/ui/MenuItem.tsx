import * as Menu from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';

import { Icon } from './Icon';

export const MENU = 'z-20 rounded-lg border border-edge bg-panel p-1 shadow-lg shadow-black/10';
const ITEM = 'flex h-8 items-center gap-2 rounded-md px-2.5 outline-none data-[highlighted]:bg-raised';

/** One of several, of which one holds. */
export function MenuItem({ chosen, onSelect, children }: { chosen: boolean; onSelect: () => void; children: ReactNode }) {
  return (
    <Menu.CheckboxItem checked={chosen} onSelect={onSelect} className={ITEM}>
      <span className="size-4 text-accent">{chosen && <Icon name="check" />}</span>
      {children}
    </Menu.CheckboxItem>
  );
}

export function MenuAction({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Menu.Item onSelect={onSelect} className={ITEM}>
      {children}
    </Menu.Item>
  );
}
