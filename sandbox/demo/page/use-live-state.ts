import { useEffect, useState } from 'react';
import type { PageChange, PageState } from '../page-server/page-wire.ts';
import { applyChange } from './apply-change.ts';

export interface LiveState {
  /** Absent until the server has spoken. */
  readonly state: PageState | undefined;
  /** False while the server cannot be reached; the browser keeps trying and catches up by itself. */
  readonly isOnline: boolean;
}

/** The sandbox as it is now. Changes that come together are drawn together. */
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
