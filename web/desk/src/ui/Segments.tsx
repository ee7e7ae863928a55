import { cx } from './cx';

interface SegmentsProps<T extends string> {
  label: string;
  options: readonly (readonly [T, string])[];
  chosen: T;
  onChoose: (value: T) => void;
}

/** One of few, side by side. */
export function Segments<T extends string>({ label, options, chosen, onChoose }: SegmentsProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex self-start rounded-md border border-edge bg-panel p-0.5">
      {options.map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className={cx('h-6.5 rounded-[5px] px-2.5', value === chosen ? 'bg-accent-soft font-medium text-accent' : 'text-soft hover:text-ink')}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
