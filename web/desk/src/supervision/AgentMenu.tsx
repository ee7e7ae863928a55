import * as Menu from '@radix-ui/react-dropdown-menu';

import { BREAK_REASONS, type BoardAgent, type SetPresenceOf } from '../api/words';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { MENU, MenuAction, MenuItem } from '../ui/MenuItem';

interface AgentMenuProps {
  agent: BoardAgent;
  onWrite: () => void;
  onPresence: (body: SetPresenceOf) => void;
}

/** A message, or a presence for one agent; whoever is offline makes themselves available. */
export function AgentMenu({ agent, onWrite, onPresence }: AgentMenuProps) {
  const t = useText();
  const name = t('desk.board.actions', { name: agent.name });
  const { presence, reason } = agent;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label={name} title={name} className="grid size-7 place-items-center rounded-md text-soft hover:bg-raised hover:text-ink">
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Content align="end" sideOffset={4} className={cx(MENU, 'w-64 text-left')}>
        <MenuAction onSelect={onWrite}>
          <Icon name="note" />
          {t('desk.board.message.open')}
        </MenuAction>
        <Menu.Separator className="my-1 h-px bg-line" />
        <Menu.Group aria-label={t('desk.board.presence')}>
          <Menu.Label className="px-2.5 py-1 text-xs text-soft">{t('desk.board.presence')}</Menu.Label>
          {agent.activity !== 'offline' && (
            <MenuItem chosen={presence === 'available'} onSelect={() => onPresence({ presence: 'available' })}>
              {t('desk.presence.available')}
            </MenuItem>
          )}
          {BREAK_REASONS.map((one) => (
            <MenuItem key={one} chosen={presence === 'break' && reason === one} onSelect={() => onPresence({ presence: 'break', reason: one })}>
              {t(`desk.break.${one}`)}
            </MenuItem>
          ))}
          <MenuItem chosen={presence === 'offline'} onSelect={() => onPresence({ presence: 'offline' })}>
            {t('desk.presence.offline')}
          </MenuItem>
        </Menu.Group>
      </Menu.Content>
    </Menu.Root>
  );
}
