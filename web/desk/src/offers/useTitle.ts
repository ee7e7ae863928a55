import { useEffect } from 'react';

const FLASH_MS = 1_000;

/** The tab's title while mounted: in turn with the usual one, or steadily for who wants nothing to move. */
export function useTitle(title: string): void {
  useEffect(() => {
    const usual = document.title;
    document.title = title;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = still ? undefined : setInterval(() => (document.title = document.title === title ? usual : title), FLASH_MS);
    return () => {
      clearInterval(timer);
      document.title = usual;
    };
  }, [title]);
}
