import * as Menu from '@radix-ui/react-dropdown-menu';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { LOCALES, type Me } from '../api/words';
import { chooseLocale, useLocale, useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import { Icon, type IconName } from '../ui/Icon';
import { MENU, MenuAction, MenuItem } from '../ui/MenuItem';
import { useShortcut } from '../ui/shortcuts';
import { ShortcutList } from './ShortcutList';
import { useTheme, type Theme } from './theme';

const SQUARE = 'grid size-9 place-items-center rounded-lg text-soft hover:bg-raised hover:text-ink';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

interface RailProps {
  me: Me;
  supervises: boolean;
  onSignOut: () => void;
}

export function Rail({ me, supervises, onSignOut }: RailProps) {
  const t = useText();
  const [listing, setListing] = useState(false);
  useShortcut('?', t('desk.shortcuts.title'), () => setListing(true));
  return (
    <nav aria-label={t('desk.nav.label')} className="flex h-full flex-col items-center gap-1.5 py-2.5">
        <Place to="/" icon="phone" name={t('desk.nav.desk')} />
        <Place to="/figures" icon="person" name={t('desk.nav.figures')} />
        {supervises && <Place to="/board" icon="people" name={t('desk.nav.board')} />}
        {supervises && <Place to="/queue" icon="queue" name={t('desk.nav.queue')} />}
        {supervises && <Place to="/hours" icon="calendar" name={t('desk.nav.hours')} />}
        {supervises && <Place to="/reports" icon="chart" name={t('desk.nav.reports')} />}
        {supervises && <Place to="/guard" icon="alert" name={t('desk.nav.guard')} />}
      <span className="flex-1" />
      <button type="button" aria-label={t('desk.shortcuts.title')} aria-keyshortcuts="?" title={`${t('desk.shortcuts.title')} (?)`} onClick={() => setListing(true)} className={SQUARE}>
        <Icon name="help" />
      </button>
      <Settings me={me} onSignOut={onSignOut} />
      {listing && <ShortcutList onClose={() => setListing(false)} />}
    </nav>
  );
}

function Place({ to, icon, name }: { to: string; icon: IconName; name: string }) {
  const [at] = useLocation();
  const here = at === to;
  return (
    <Link href={to} aria-label={name} title={name} aria-current={here ? 'page' : undefined} className={cx(SQUARE, here && 'bg-accent-soft text-accent')}>
      <Icon name={icon} className="size-[18px]" />
    </Link>
  );
}

function Settings({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  const t = useText();
  const locale = useLocale();
  const [theme, setTheme] = useTheme();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label={t('desk.settings')} title={t('desk.settings')} className={SQUARE}>
        <Icon name="globe" className="size-[18px]" />
      </Menu.Trigger>
        <Menu.Content side="right" align="end" sideOffset={6} className={cx(MENU, 'w-56')}>
          <Menu.Label className="px-2.5 py-1 text-xs text-soft">{me.name}</Menu.Label>
          <Menu.Group aria-label={t('desk.settings.language')}>
            {LOCALES.map((name) => (
              <MenuItem key={name} chosen={name === locale} onSelect={() => void chooseLocale(name)}>
                <span lang={name}>{t(`desk.own_language.${name}`)}</span>
              </MenuItem>
            ))}
          </Menu.Group>
          <Menu.Separator className="my-1 h-px bg-line" />
          <Menu.Group aria-label={t('desk.settings.theme')}>
            {THEMES.map((name) => (
              <MenuItem key={name} chosen={name === theme} onSelect={() => setTheme(name)}>
                {t(`desk.theme.${name}`)}
              </MenuItem>
            ))}
          </Menu.Group>
          <Menu.Separator className="my-1 h-px bg-line" />
          <MenuAction onSelect={onSignOut}>
            <Icon name="out" />
            {t('desk.sign_out')}
          </MenuAction>
        </Menu.Content>
    </Menu.Root>
  );
}
