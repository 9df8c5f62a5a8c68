import { createContext, use } from 'react';
import type { PageState, PageUser } from '../page-server/page-wire.ts';
import type { ReaderView } from '../terminal/text/reader-view.ts';
import type { Theme } from './use-theme.ts';

/** Who reads, when, and in what light. */
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
  if (reader === undefined) throw new Error('There is no reader here');
  return reader;
}

/** The reader's view of the sandbox's names, at a moment. */
export function readerOf(state: PageState, theme: Theme, now: Date): Reader {
  const { users, channels } = state;
  const view: ReaderView = {
    channelName: (id) => channels.find((channel) => channel.id === id)?.name ?? id,
    userName: (id) => users.find((user) => user.id === id)?.realName ?? 'Slackbot',
    now,
  };
  return { view, theme, users, channels };
}
