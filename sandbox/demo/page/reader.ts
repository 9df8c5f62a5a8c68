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

/** The reader of the page. The time is updated every half minute, so that “Today” stays right. */
export function useReaderOf({ users, channels }: PageState, theme: Theme): Reader {
  const now = useNow();
  const view: ReaderView = {
    channelName: (id) => channels.find((channel) => channel.id === id)?.name ?? id,
    userName: (id) => users.find((user) => user.id === id)?.realName ?? 'Slackbot',
    now,
  };
  return { view, theme, users, channels };
}

const everyMs = 30_000;

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
