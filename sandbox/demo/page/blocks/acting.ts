import { createContext, use } from 'react';
import type { PageReply } from '../../page-server/page-wire.ts';

export type Entry = string | readonly string[];

/** Asks the app for the options that fit what was typed in a select. */
export type Suggest = (element: {
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
}) => Promise<PageReply>;

/** What happens when elements are used, and the errors to show at inputs. */
export interface Acting {
  act(element: {
    readonly actionId: string;
    readonly blockId: string;
    readonly entry?: Entry;
  }): Promise<PageReply>;
  /** Absent where the app cannot be asked for options. */
  readonly suggest?: Suggest;
  /** Stores the value of an input until the dialog is submitted. */
  enter(actionId: string, entry: Entry): void;
  /** The app's error messages, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

const ActingContext = createContext<Acting | undefined>(undefined);

export const ActingProvider = ActingContext.Provider;

export function useActing(): Acting {
  const acting = use(ActingContext);
  if (acting === undefined) throw new Error('There is no ActingProvider above this element');
  return acting;
}
