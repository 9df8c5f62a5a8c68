import { useSyncExternalStore } from 'react';

/** Wide enough to show the stage beside the messages. `layout.css` uses the same number. */
export const stageFits = '(min-width: 1100px)';

/** Whether a media query matches now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => window.matchMedia(query).matches,
  );
}
