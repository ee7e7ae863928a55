import * as Menu from '@radix-ui/react-dropdown-menu';

import { TIERS, type Tier, type Waiting } from '../api/words';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { MENU, MenuAction, MenuItem } from '../ui/MenuItem';
import { changeable } from './reason';

export interface RowActions {
  onMove: (item: Waiting, tier: Tier) => void;
  onCancel: (item: Waiting) => void;
  onCustomer: (item: Waiting) => void;
}

export function RowMenu({ item, onMove, onCancel, onCustomer }: RowActions & { item: Waiting }) {
  const t = useText();
  const name = t('desk.manage.actions', { name: item.customer_name });
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label={name} title={name} className="grid size-7 place-items-center rounded-md text-soft hover:bg-raised hover:text-ink">
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Content align="end" sideOffset={4} className={cx(MENU, 'w-64 text-left')}>
        {changeable(item) && (
          <>
            <Menu.Group aria-label={t('desk.manage.move_to')}>
              <Menu.Label className="px-2.5 py-1 text-xs text-soft">{t('desk.manage.move_to')}</Menu.Label>
              {TIERS.map((tier) => (
                <MenuItem key={tier} chosen={tier === item.tier} onSelect={() => onMove(item, tier)}>
                  {t(`desk.tier.${tier}`)}
                </MenuItem>
              ))}
            </Menu.Group>
            <Menu.Separator className="my-1 h-px bg-line" />
          </>
        )}
        <MenuAction onSelect={() => onCustomer(item)}>
          <Icon name="person" />
          {t('desk.manage.of_customer')}
        </MenuAction>
        {changeable(item) && (
          <MenuAction onSelect={() => onCancel(item)}>
            <Icon name="cross" />
            {t('desk.manage.cancel.open')}
          </MenuAction>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
