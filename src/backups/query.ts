import type { StorageKind } from './backup.ts';
import type { Scope } from './reading.ts';

/** What somebody asked to see. Small enough to travel in a button, so any replica can answer it. */
export interface Query {
  /** A portal's name, or `undefined` for all portals. */
  readonly portal: string | undefined;
  /** Only what leaves: within each portal's own window, or within a given time. */
  readonly expiring: 'window' | { readonly withinMs: number } | undefined;
  readonly scope: Scope;
  readonly storage: StorageKind | undefined;
  /** Counted from 1. */
  readonly page: number;
}

export const everything: Query = {
  portal: undefined,
  expiring: undefined,
  scope: 'own',
  storage: undefined,
  page: 1,
};
