/** When a portal's backups need attention. Durations in milliseconds. */
export interface Policy {
  /** A backup that expires within this time is *expiring*. */
  readonly expiringWithinMs: number;
  /** A newest backup older than this is *stale*. */
  readonly staleAfterMs: number;
}

/** A DocSpace address with a short name. Its key is kept separately, in the configuration. */
export interface Portal {
  /** What people type: 1–40 characters without spaces, unique by `foldWord`, so case does not matter. */
  readonly name: string;
  /** Address without a trailing slash, for example `https://acme.onlyoffice.com`. */
  readonly url: string;
  /** A customer, a region: formed like a name, the same text in all portals of the group. `undefined` without one. */
  readonly group: string | undefined;
  /** Whether the portal's server makes whole-server dumps that the digest should judge too. */
  readonly dumps: boolean;
  readonly policy: Policy;
}
