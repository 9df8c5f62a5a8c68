import { useEffect, useState } from 'react';
import type { PageChange, PageState } from '../page-server/page-wire.ts';
import { applyChange } from './apply-change.ts';

export interface LiveState {
  /** Absent until the server has sent it. */
  readonly state: PageState | undefined;
  /** False while the server is unreachable. The browser reconnects by itself and catches up. */
  readonly isOnline: boolean;
}

/** The current state of the sandbox. Changes that arrive together are drawn together. */
export function useLiveState(): LiveState {
  const [state, setState] = useState<PageState>();
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const source = new EventSource('/events');
    let waiting: PageChange[] = [];
    const draw = (): void => {
      const changes = waiting;
      waiting = [];
      setState((before) => before && changes.reduce(applyChange, before));
    };
    source.onopen = () => setOnline(true);
    source.onerror = () => setOnline(false);
    source.addEventListener('state', (event) => {
      waiting = [];
      setState(JSON.parse(event.data) as PageState);
    });
    source.addEventListener('change', (event) => {
      waiting.push(JSON.parse(event.data) as PageChange);
      if (waiting.length === 1) setTimeout(draw);
    });
    return () => source.close();
  }, []);
  return { state, isOnline };
}
