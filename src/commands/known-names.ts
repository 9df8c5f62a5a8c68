import type { Portal } from '../backups/portal.ts';

/** What can be named after `/backups`; each of the two is unique by `foldWord`. */
export interface KnownNames {
  readonly portals: readonly string[];
  readonly groups: readonly string[];
}

/** The names of these portals and of their groups, in the order of the configuration. */
export function knownNames(portals: readonly Portal[]): KnownNames {
  const groups = portals.map(({ group }) => group).filter((group) => group !== undefined);
  return { portals: portals.map(({ name }) => name), groups: [...new Set(groups)] };
}
