import { createContext, use } from 'react';
import type { PageReply } from '../../page-server/page-wire.ts';

export type Entry = string | readonly string[];

/** Where an element is. Blocks may share an `actionId`. */
export interface Place {
  readonly actionId: string;
  readonly blockId: string;
}

/** Asks the app for the options that fit what was typed in a select. */
export type Suggest = (element: Place & { readonly value: string }) => Promise<PageReply>;

/** What happens when elements are used, and the errors to show at inputs. */
export interface Acting {
  act(element: Place & { readonly entry?: Entry }): Promise<PageReply>;
  readonly suggest: Suggest;
  /** What a dialog keeps until it is submitted. Absent in a message and a Home tab, which keep nothing. */
  readonly form?: Form;
}

export interface Form {
  enter(place: Place, entry: Entry): void;
  /** `undefined` for an element that was not touched. */
  entered(place: Place): Entry | undefined;
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
