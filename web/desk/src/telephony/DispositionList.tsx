import type { Disposition } from '../api/words';
import { useText } from '../i18n/i18n';
import { cx } from '../ui/cx';
import { useShortcut } from '../ui/shortcuts';

interface DispositionListProps {
  names: readonly Disposition[];
  chosen: Disposition | null;
  onChoose: (name: Disposition) => void;
}

export function DispositionList({ names, chosen, onChoose }: DispositionListProps) {
  const t = useText();
  return (
    <fieldset>
      <legend className="sr-only">{t('desk.wrap_up.disposition')}</legend>
      {names.map((name, at) => (
        <Choice key={name} name={name} digit={String(at + 1)} chosen={chosen === name} onChoose={() => onChoose(name)} />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  name: Disposition;
  digit: string;
  chosen: boolean;
  onChoose: () => void;
}

function Choice({ name, digit, chosen, onChoose }: ChoiceProps) {
  const t = useText();
  const text = t(`desk.disposition.${name}`);
  useShortcut(digit, text, onChoose);
  return (
    <label className={cx('flex h-8 items-center gap-2 rounded-md px-2', chosen ? 'bg-accent-soft font-medium' : 'hover:bg-raised')}>
      <input type="radio" name="disposition" checked={chosen} onChange={onChoose} aria-keyshortcuts={digit} className="accent-accent" />
      <span className="min-w-0 flex-1 truncate">{text}</span>
      <kbd aria-hidden="true" className="text-soft">
        {digit}
      </kbd>
    </label>
  );
}
