import { useText } from '../i18n/i18n';
import { Dialog } from '../ui/Dialog';
import { useShortcutList } from '../ui/shortcuts';

/** The keys that do something on the screen underneath. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const t = useText();
  const shortcuts = useShortcutList();
  return (
    <Dialog title={t('desk.shortcuts.title')} onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-y-1">
        {shortcuts.map(({ key, name }) => (
          <div key={key} className="contents">
            <dt className="flex h-7 items-center">{name}</dt>
            <dd className="flex items-center">
              <kbd className="rounded border border-edge bg-raised px-1.5 py-1">{shown(key)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-soft">{t('desk.shortcuts.note')}</p>
    </Dialog>
  );
}

function shown(key: string): string {
  return key === 'ctrl+enter' ? 'Ctrl ↵' : key.replace('shift+', '⇧').toUpperCase();
}
