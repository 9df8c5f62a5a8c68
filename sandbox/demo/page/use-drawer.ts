import { useEffect, useRef, useState } from 'react';

/** A panel that slides over the messages on a narrow screen. */
export type Drawer = 'channels' | 'stage';

export interface DrawerState {
  readonly drawer: Drawer | undefined;
  toggle(drawer: Drawer): void;
  shut(): void;
}

const panels: Readonly<Record<Drawer, string>> = { channels: '.sidebar', stage: '.stage' };

/** At most one open drawer. It gets the focus, and its button gets it back afterwards. Escape closes it. */
export function useDrawer(): DrawerState {
  const [drawer, setDrawer] = useState<Drawer>();
  const before = useRef<Drawer>(undefined);
  useEffect(() => {
    const left = before.current;
    before.current = drawer;
    if (drawer !== undefined) focus(panels[drawer]);
    else if (left !== undefined) focus(`[data-opens=${left}]`);
  }, [drawer]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrawer(undefined);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return {
    drawer,
    toggle: (wanted) => setDrawer((open) => (open === wanted ? undefined : wanted)),
    shut: () => setDrawer(undefined),
  };
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
