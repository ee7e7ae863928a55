import { useText } from '../i18n/i18n';
import { Chip } from '../ui/Chip';
import { cx } from '../ui/cx';
import type { Candidate } from './candidates';

interface CandidateListProps {
  id: string;
  found: readonly Candidate[];
  chosen: string | null;
  onChoose: (id: string) => void;
  onAct: (who: Candidate) => void;
}

/** Who can be asked: a click chooses, a second one asks. Who is not free is shown, and cannot be chosen. */
export function CandidateList({ id, found, chosen, onChoose, onAct }: CandidateListProps) {
  const t = useText();
  return (
    <>
      <ul id={id} role="listbox" aria-label={t('desk.ask.list')} tabIndex={0} className={cx('max-h-64 overflow-y-auto rounded-md border border-line p-1', found.length === 0 && 'sr-only')}>
        {found.map((one) => (
          <li
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            aria-selected={one.id === chosen}
            aria-disabled={!one.free}
            onClick={() => one.free && onChoose(one.id)}
            onDoubleClick={() => onAct(one)}
            className={cx('flex h-9 items-center gap-2 rounded-md px-2.5', one.id === chosen ? 'bg-accent-soft font-medium' : one.free ? 'cursor-pointer hover:bg-raised' : 'text-soft')}
          >
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            {one.kind === 'outside' && <Chip>{t('desk.parties.kind.outside')}</Chip>}
            {one.activity !== null && <Chip tone={one.free ? 'ok' : 'grey'}>{t(`desk.activity.${one.activity}`)}</Chip>}
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p role="status" className="text-soft">
          {t('desk.ask.no_match')}
        </p>
      )}
    </>
  );
}
