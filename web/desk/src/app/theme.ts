import { useState } from 'react';

export type Theme = 'auto' | 'light' | 'dark';

const CHOICE = 'alo.theme';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function applyTheme(): void {
  const theme = kept();
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(kept);
  return [
    theme,
    (next) => {
      localStorage.setItem(CHOICE, next);
      applyTheme();
      setTheme(next);
    },
  ];
}

function kept(): Theme {
  const value = localStorage.getItem(CHOICE);
  return THEMES.find((theme) => theme === value) ?? 'auto';
}
