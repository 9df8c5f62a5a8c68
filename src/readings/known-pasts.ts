import type { Known, ListOf } from './memory.ts';

/** Pasts that need not be recalled while nobody else changes them. */
export interface KnownPasts {
  get(list: ListOf): Known | undefined;
  /** `undefined` forgets it. */
  set(list: ListOf, known: Known | undefined): void;
}

/** Keeps the pasts that were used last, up to `mostBackups` remembered backups over all lists. */
export function createKnownPasts(mostBackups: number): KnownPasts {
  const pasts = new Map<string, Known>();
  let backups = 0;

  function forget(name: string): void {
    backups -= pasts.get(name)?.past.backups.length ?? 0;
    pasts.delete(name);
  }

  return {
    get: (list) => pasts.get(nameOf(list)),
    set(list, known) {
      const name = nameOf(list);
      forget(name);
      if (known === undefined) return;
      pasts.set(name, known);
      backups += known.past.backups.length;
      for (const oldest of pasts.keys()) {
        if (backups <= mostBackups) break;
        forget(oldest);
      }
    },
  };
}

/** The same text for the same list. */
export function nameOf({ portal, part }: ListOf): string {
  return `${portal.name} ${part}`;
}
