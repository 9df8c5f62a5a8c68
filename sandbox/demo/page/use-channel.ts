import { useEffect, useState } from 'react';
import type { PageChannel, PageState } from '../page-server/page-wire.ts';

/** Only the app's own conversation has a Home tab. */
export type Tab = 'home' | 'messages';

export interface ShownChannel {
  readonly channel: PageChannel | undefined;
  readonly channelId: string;
  readonly tab: Tab;
  show(channelId: string, tab?: Tab): void;
  /** The number of messages in a channel since it was last on the screen. */
  unread(channelId: string): number;
}

/** The channel and tab on the screen. They are part of the address, so a reload keeps them. */
export function useChannel(state: PageState): ShownChannel {
  const [address, setAddress] = useState(() => window.location.hash.slice(1));
  const [wanted = '', wantedTab] = address.split('/');
  const channel =
    state.channels.find(({ id }) => id === wanted) ??
    state.channels.find(({ id }) => id === state.firstChannelId) ??
    state.channels[0];
  const channelId = channel?.id ?? '';
  const hasHome = channel?.isDirect === true && state.app.homeTabEnabled;
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>(() => newestByChannel(state));
  const newest = newestByChannel(state)[channelId];

  useEffect(() => {
    if (newest !== undefined) setSeen((before) => ({ ...before, [channelId]: newest }));
  }, [channelId, newest]);
  useEffect(() => {
    const follow = (): void => setAddress(window.location.hash.slice(1));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  return {
    channel,
    channelId,
    tab: hasHome && wantedTab !== 'messages' ? 'home' : 'messages',
    show: (id, tab) => {
      window.location.hash = tab === undefined ? id : `${id}/${tab}`;
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
