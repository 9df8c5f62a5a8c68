import type { StorageKind } from './backup.ts';
import type { Portal } from './portal.ts';
import type { Scope } from './reading.ts';

/** What was asked for. Small enough to be the value of a button, so that any instance of the bot can answer it. */
export interface Query {
  /** A portal's name, or `undefined` for all portals. */
  readonly portal: string | undefined;
  /** All portals of one group. */
  readonly group: string | undefined;
  /** Only what expires: within each portal's own window, or within a given time. */
  readonly expiring: 'window' | { readonly withinMs: number } | undefined;
  /** `own`: the same lists as the digest, so the portal's own backups, and dumps where its server makes them. */
  readonly scope: Scope;
  readonly storage: StorageKind | undefined;
  /** Only portals that are not fine. */
  readonly problems: boolean;
  /** Whether the rows of one portal's backups show the names of the files. */
  readonly files: boolean;
  /** Counted from 1. */
  readonly page: number;
}

/** All backups of all portals: the query of an empty command. */
export const everything: Query = {
  portal: undefined,
  group: undefined,
  expiring: undefined,
  scope: 'own',
  storage: undefined,
  problems: false,
  files: false,
  page: 1,
};

/** Members of which only one at a time may differ from `everything`. */
export const exclusiveMembers: readonly (readonly [keyof Query, keyof Query])[] = [
  ['portal', 'group'],
  ['portal', 'problems'],
  ['expiring', 'problems'],
  ['storage', 'problems'],
];

/** The first page of the same about one portal. */
export function narrowToPortal(query: Query, portal: string): Query {
  return { ...query, portal, group: undefined, problems: false, page: 1 };
}

/** The first page of what expires of the same, within each portal's own window. */
export function narrowToExpiring(query: Query): Query {
  return { ...query, expiring: 'window', problems: false, page: 1 };
}

/** The portals to ask, and which of their lists. */
export interface Targets {
  readonly portals: readonly Portal[];
  readonly scope: (portal: Portal) => Scope;
}

/** The lists that the digest judges: a portal's own backups, and the dumps of its server where it makes them. */
export function chooseAll(portals: readonly Portal[]): Targets {
  return { portals, scope: (portal) => (portal.dumps ? 'all' : 'own') };
}

/**
 * The portals and lists that answer a query. Dumps of all portals are asked only of servers that make them, because the
 * others would refuse. A portal that is named is always asked, and so are all portals when none makes dumps.
 */
export function chooseTargets(query: Query, portals: readonly Portal[]): Targets {
  const named = portals.filter(
    ({ name, group }) =>
      (query.portal === undefined || name === query.portal) &&
      (query.group === undefined || group === query.group),
  );
  if (query.scope === 'own') return chooseAll(named);
  const makers = named.filter((portal) => portal.dumps);
  if (makers.length === 0) return { portals: named, scope: () => query.scope };
  return query.scope === 'all' ? chooseAll(named) : { portals: makers, scope: () => 'dumps' };
}
