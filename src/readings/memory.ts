import type { Portal } from '../backups/portal.ts';
import type { ListPast, Part, RememberedBackup } from '../backups/reading.ts';

/**
 * The port through which the past of portals is remembered. Several copies of the bot may use it at the same time. Every
 * method rejects while the database cannot be used.
 */
export interface Memory {
  /**
   * Says which portals are configured from now on. One that is no longer among them is *left*. The lists of one that
   * comes back have no first reading any more; of one with another address, nothing is remembered.
   */
  watch(portals: readonly Portal[], at: Date): Promise<void>;
  /**
   * The pasts of those lists of which anything is remembered, without backups that went before `goneSince`. Of a list
   * whose past is known, it is left out where its revision is still the same.
   */
  recall(
    lists: readonly (ListOf & { readonly known?: Known | undefined })[],
    goneSince: Date,
  ): Promise<Recalled[]>;
  /**
   * Remembers the new pasts, each wholly or not at all. Resolves with the lists that another copy of the bot has changed
   * since they were recalled, or whose portal has another address for it: of these, nothing was remembered.
   */
  record<List extends Change>(lists: readonly List[]): Promise<List[]>;
}

/** A list of a portal. */
export interface ListOf {
  readonly portal: Portal;
  readonly part: Part;
}

/** A past as it was recalled or recorded. */
export interface Known {
  readonly past: ListPast;
  /** Grows by one with every change. */
  readonly revision: number;
}

export interface Recalled extends ListOf {
  readonly revision: number;
  /** `undefined`: the known one. */
  readonly past: ListPast | undefined;
}

export interface Change extends ListOf {
  readonly past: ListPast;
  /** Of the past that was recalled; `undefined` when there was none. */
  readonly revision: number | undefined;
  /** Which of its backups are new, or not as they were recalled. */
  readonly changed: readonly RememberedBackup[];
}
