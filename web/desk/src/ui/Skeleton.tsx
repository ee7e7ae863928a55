import { cx } from './cx';

/** Keeps the place of what is loading, so that nothing moves when it comes. */
export function Skeleton({ rows, className }: { rows: number; className?: string }) {
  return (
    <div aria-hidden="true" className={cx('flex flex-col', className)}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-8 items-center">
          <div className={cx('h-3 rounded bg-line', row % 3 === 0 ? 'w-3/4' : row % 3 === 1 ? 'w-1/2' : 'w-2/3')} />
        </div>
      ))}
    </div>
  );
}
