import { useEffect, useState } from 'react';
import type { PageState } from '../page-server/page-wire.ts';

export interface ShownChannel {
  readonly channelId: string;
  show(channelId: string): void;
  /** The number of messages in a channel since it was last on the screen. */
  unread(channelId: string): number;
}

/** The channel on the screen. It is part of the address, so a reload keeps it. */
export function useChannel(state: PageState): ShownChannel {
  const [wanted, setWanted] = useState(() => window.location.hash.slice(1));
  const known = state.channels.find(({ id }) => id === wanted);
  const channelId = known?.id ?? state.firstChannelId;
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>(() => newestByChannel(state));
  const newest = newestByChannel(state)[channelId];

  useEffect(() => {
    if (newest !== undefined) setSeen((before) => ({ ...before, [channelId]: newest }));
  }, [channelId, newest]);
  useEffect(() => {
    const follow = (): void => setWanted(window.location.hash.slice(1));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  return {
    channelId,
    show: (id) => {
      window.location.hash = id;
    },
    unread: (id) =>
      id === channelId
        ? 0
        : state.messages.filter((message) => message.channelId === id && message.ts > (seen[id] ?? ''))
            .length,
  };
}

function newestByChannel({ messages }: PageState): Readonly<Record<string, string>> {
  return Object.fromEntries(messages.map(({ channelId, ts }) => [channelId, ts]));
}
