import type { StorageKind } from './backup.ts';
import type { Portal } from './portal.ts';
import type { Scope } from './reading.ts';

/** What was asked for. Small enough to be the value of a button, so that any instance of the bot can answer it. */
export interface Query {
  /** A portal's name, or `undefined` for all portals. */
  readonly portal: string | undefined;
  /** Only what expires: within each portal's own window, or within a given time. */
  readonly expiring: 'window' | { readonly withinMs: number } | undefined;
  /** `own`: the same lists as the digest, so the portal's own backups, and dumps where its server makes them. */
  readonly scope: Scope;
  readonly storage: StorageKind | undefined;
  /** Counted from 1. */
  readonly page: number;
}

/** All backups of all portals: the query of an empty command. */
export const everything: Query = {
  portal: undefined,
  expiring: undefined,
  scope: 'own',
  storage: undefined,
  page: 1,
};

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
  const named = portals.filter((portal) => query.portal === undefined || portal.name === query.portal);
  if (query.scope === 'own') return chooseAll(named);
  const makers = named.filter((portal) => portal.dumps);
  if (makers.length === 0) return { portals: named, scope: () => query.scope };
  return query.scope === 'all' ? chooseAll(named) : { portals: makers, scope: () => 'dumps' };
}
