import { useEffect, useState } from 'react';
import type { PageChange, PageState } from '../page-server/page-wire.ts';
import { applyChange } from './apply-change.ts';

export interface LiveState {
  /** Absent until the server has spoken. */
  readonly state: PageState | undefined;
  /** False while the server cannot be reached; the browser keeps trying and catches up by itself. */
  readonly isOnline: boolean;
}

/** The sandbox as it is now. */
export function useLiveState(): LiveState {
  const [state, setState] = useState<PageState>();
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const source = new EventSource('/events');
    source.onopen = () => setOnline(true);
    source.onerror = () => setOnline(false);
    source.addEventListener('state', (event) => setState(JSON.parse(event.data) as PageState));
    source.addEventListener('change', (event) => {
      const change = JSON.parse(event.data) as PageChange;
      setState((before) => before && applyChange(before, change));
    });
    return () => source.close();
  }, []);
  return { state, isOnline };
}
