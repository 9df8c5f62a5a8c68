import { useEffect, useState } from 'react';

export type Theme = 'light' | 'dark';

const storageKey = 'theme';
const darkQuery = '(prefers-color-scheme: dark)';

/** The chosen theme, or else the one of the system, which may change at any time. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [chosen, setChosen] = useState(() => readChoice());
  const [system, setSystem] = useState<Theme>(() => systemTheme());
  useEffect(() => {
    const query = window.matchMedia(darkQuery);
    const follow = (): void => setSystem(systemTheme());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const theme = chosen ?? system;
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const choose = (next: Theme): void => {
    localStorage.setItem(storageKey, next);
    setChosen(next);
  };
  return [theme, choose];
}

function readChoice(): Theme | undefined {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}

function systemTheme(): Theme {
  return window.matchMedia(darkQuery).matches ? 'dark' : 'light';
}
