import { createContext, use, useEffect, useState } from 'react';
import type { PageState, PageUser } from '../page-server/page-wire.ts';
import type { ReaderView } from '../terminal/text/reader-view.ts';
import type { Theme } from './use-theme.ts';

/** The reader's names, time and theme. */
export interface Reader {
  readonly view: ReaderView;
  readonly theme: Theme;
  readonly users: readonly PageUser[];
  readonly channels: PageState['channels'];
}

const ReaderContext = createContext<Reader | undefined>(undefined);

export const ReaderProvider = ReaderContext.Provider;

export function useReader(): Reader {
  const reader = use(ReaderContext);
  if (reader === undefined) throw new Error('There is no ReaderProvider above this element');
  return reader;
}

/** The reader of the page, whose time is the demo's. It is updated every half minute, so that “Today” stays right. */
export function useReaderOf({ users, channels, clockAheadMs }: PageState, theme: Theme): Reader {
  const now = useNow(clockAheadMs);
  const view: ReaderView = {
    channelName: (id) => channels.find((channel) => channel.id === id)?.name ?? id,
    userName: (id) => users.find((user) => user.id === id)?.realName ?? 'Slackbot',
    now,
  };
  return { view, theme, users, channels };
}

const everyMs = 30_000;

function useNow(aheadMs: number): Date {
  const [now, setNow] = useState(() => nowAhead(aheadMs));
  useEffect(() => {
    const look = (): void => setNow(nowAhead(aheadMs));
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [aheadMs]);
  return now;
}

function nowAhead(aheadMs: number): Date {
  return new Date(Date.now() + aheadMs);
}
