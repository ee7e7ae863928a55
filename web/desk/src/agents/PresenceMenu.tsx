import * as Menu from '@radix-ui/react-dropdown-menu';

import { BREAK_REASONS, type Me, type SetPresence } from '../api/words';
import { roughSpan } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Dot } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { MenuItem, MENU } from '../ui/MenuItem';
import { Notice } from '../ui/Notice';
import { useNow } from '../ui/useNow';
import { useProblemText } from '../i18n/problemText';
import { useSetPresence } from './setPresence';

const TONE = {
  available: 'text-ok',
  busy: 'text-accent',
  'wrap-up': 'text-warn',
  break: 'text-warn',
  offline: 'text-soft',
};

/** What the agent is doing, since when, and what they choose to be. In a call: what comes after it. */
export function PresenceMenu({ presence }: { presence: Me['presence'] }) {
  const t = useText();
  const now_ms = useNow(10_000);
  const set = useSetPresence();
  const onCall = presence.activity === 'busy' || presence.activity === 'wrap-up';
  const activity = presence.activity === 'break' && presence.reason !== null ? t(`desk.break.${presence.reason}`) : t(`desk.activity.${presence.activity}`);
  const chosen = presence.presence === 'break' && presence.reason !== null ? t(`desk.break.${presence.reason}`) : t(`desk.presence.${presence.presence}`);
  const choose = (body: SetPresence) => () => set.mutate(body);
  return (
    <div>
      <Menu.Root modal={false}>
        <Menu.Trigger
          className="flex h-9 w-full items-center gap-2 rounded-md border border-line px-2.5 text-left hover:bg-raised"
        >
          <span className={TONE[presence.activity]}>
            <Dot />
          </span>
          <span className="min-w-0 flex-1 truncate font-medium">
            <span className="sr-only">{t('desk.presence.menu')} </span>
            {activity}
          </span>
          <span aria-hidden="true" className="text-xs text-soft">
            {roughSpan(now_ms - presence.since_ms)}
          </span>
          <Icon name="down" className="size-3.5 text-soft" />
        </Menu.Trigger>
          <Menu.Content align="start" sideOffset={4} className={cx(MENU, 'w-64')}>
            {onCall && <Menu.Label className="px-2.5 py-1 text-xs text-soft">{t('desk.presence.after_call')}</Menu.Label>}
            <MenuItem chosen={presence.presence === 'available'} onSelect={choose({ presence: 'available' })}>
              {t('desk.presence.available')}
            </MenuItem>
            {BREAK_REASONS.map((reason) => (
              <MenuItem
                key={reason}
                chosen={presence.presence === 'break' && presence.reason === reason}
                onSelect={choose({ presence: 'break', reason })}
              >
                {t(`desk.break.${reason}`)}
              </MenuItem>
            ))}
            <MenuItem chosen={presence.presence === 'offline'} onSelect={choose({ presence: 'offline', reason: null })}>
              {t('desk.presence.offline')}
            </MenuItem>
          </Menu.Content>
      </Menu.Root>
      {onCall && presence.presence !== 'available' && (
        <p className="mt-1 px-1 text-xs text-soft">{t('desk.presence.next', { presence: chosen })}</p>
      )}
      {presence.set_by !== null && <p className="mt-1 px-1 text-xs text-soft">{t('desk.presence.set_by', { name: presence.set_by })}</p>}
      {set.error !== null && <PresenceFailure error={set.error} />}
    </div>
  );
}

function PresenceFailure({ error }: { error: unknown }) {
  const { detail } = useProblemText(error);
  return <Notice tone="bad">{detail}</Notice>;
}
