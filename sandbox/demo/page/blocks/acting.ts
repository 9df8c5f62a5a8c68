import { createContext, use } from 'react';
import type { PageReply } from '../../page-server/page-wire.ts';

export type Entry = string | readonly string[];

/** What elements do when they are used, and what has been entered so far. */
export interface Acting {
  act(element: {
    readonly actionId: string;
    readonly blockId: string;
    readonly entry?: Entry;
  }): Promise<PageReply>;
  /** Remembers what was entered in an input, until the dialog is submitted. */
  enter(actionId: string, entry: Entry): void;
  /** The app's objections, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

const ActingContext = createContext<Acting | undefined>(undefined);

export const ActingProvider = ActingContext.Provider;

export function useActing(): Acting {
  const acting = use(ActingContext);
  if (acting === undefined) throw new Error('Nothing can be used here');
  return acting;
}
