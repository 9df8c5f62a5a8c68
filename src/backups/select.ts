import { assessExpiry, type Backup, expiryMs, hasExpired, orderSoonestFirst } from './backup.ts';
import { findingTraits, isWorrying, type Severity } from './finding.ts';
import { assessGroups, type GroupVerdict } from './groups.ts';
import type { Query } from './query.ts';
import { backupsOf, hasBackups, isIncomplete, type Reading } from './reading.ts';
import type { PortalVerdict, Verdict } from './verdict.ts';

/** What a query shows of judged portals: everything an answer is rendered from. */
export type Selection = OverviewSelection | PortalSelection | ExpiringSelection;

interface Shown {
  readonly query: Query;
  /** How bad the shown part is. What a filter hides never counts. */
  readonly severity: Severity;
}

/**
 * How many backups in the storage asked for expire within the window, have expired, have an unknown expiry, or are kept
 * longer; all 0 without a storage filter.
 */
export type ExpiryCounts = Readonly<Record<'expiring' | 'expired' | 'unknown' | 'kept', number>>;

/** All portals, worst first. */
export interface OverviewSelection extends Shown {
  readonly kind: 'overview';
  readonly verdict: Verdict;
  /** The backups of each portal that pass the storage filter; all of them without a filter. */
  readonly matching: ReadonlyMap<PortalVerdict, readonly Backup[]>;
  readonly counts: ExpiryCounts;
  /** The portals to list, worst first: all that were asked, or only those that are not fine. */
  readonly listed: readonly PortalVerdict[];
  /** Set where the groups of many portals are worth summing up. */
  readonly groups: readonly GroupVerdict[] | undefined;
}

/** With this many portals or fewer, each is shown by itself. */
const mostUngrouped = 20;

/** One portal and its backups. */
export interface PortalSelection extends Shown {
  readonly kind: 'portal';
  readonly verdict: PortalVerdict;
  /** All backups that could be read. */
  readonly all: readonly Backup[];
  /** Those that pass the storage filter, in no order; each is also in one of the three lists below. */
  readonly matching: readonly Backup[];
  readonly counts: ExpiryCounts;
  /** What expires within the portal's window, soonest first. */
  readonly leaving: readonly Backup[];
  /** What is kept longer, or may be. */
  readonly staying: readonly Backup[];
  /** What has expired and is still listed. */
  readonly expired: readonly Backup[];
}

/** A backup and the portal it belongs to. */
export interface OwnedBackup {
  readonly backup: Backup;
  readonly portal: string;
}

/** What expires within the time asked for, or within each portal's own window. */
export interface ExpiringSelection extends Shown {
  readonly kind: 'expiring';
  readonly verdict: Verdict;
  /** Soonest first. */
  readonly leaving: readonly OwnedBackup[];
  /** Everything that was looked at. */
  readonly searched: readonly Backup[];
  /** What of it has not expired. */
  readonly left: readonly Backup[];
  /** How many of those searched have an unknown expiry. */
  readonly unknownCount: number;
  /** Whether no list is missing and every expiry is known, so that nothing more can expire. */
  readonly isAllKnown: boolean;
  /** How many of the backups hidden by the storage filter expire too. */
  readonly hiddenCount: number;
  /** The windows of the portals, in milliseconds. */
  readonly windowsMs: readonly number[];
  /** Portals whose list is missing or holds only expired backups. */
  readonly troubled: readonly PortalVerdict[];
}

/**
 * What `query` shows of the portals it asks about. A single portal is shown with its history, but not when a group or
 * the problems were asked for.
 */
export function select(
  query: Query,
  verdict: Verdict,
  { portalCount, now }: { readonly portalCount: number; readonly now: Date },
): Selection {
  if (query.expiring !== undefined) return selectExpiring(query, verdict, now);
  const [only] = verdict.portals;
  const isAboutOne = query.portal !== undefined || (portalCount === 1 && !isAboutSeveral(query));
  return isAboutOne && only !== undefined ? selectPortal(query, only, now) : selectAll(query, verdict, now);
}

function isAboutSeveral({ group, problems }: Query): boolean {
  return group !== undefined || problems;
}

function selectAll(query: Query, verdict: Verdict, now: Date): OverviewSelection {
  const { portals } = verdict;
  const matching = new Map(portals.map((portal) => [portal, matchingOf(portal.reading, query)]));
  const isFiltered = query.storage !== undefined && portals.some(({ reading }) => hasBackups(reading));
  const counts = countByExpiry(isFiltered ? matching : [], now);
  const isMissing = portals.some(({ reading }) => isIncomplete(reading));
  const severity = isFiltered ? severityOfStored(counts, isMissing) : verdict.severity;
  const listed = query.problems ? portals.filter(({ severity }) => isWorrying(severity)) : portals;
  const groups = groupsOf(query, verdict);
  return { kind: 'overview', query, severity, verdict, matching, counts, listed, groups };
}

function groupsOf(query: Query, verdict: Verdict): readonly GroupVerdict[] | undefined {
  const { portals } = verdict;
  if (portals.length <= mostUngrouped || query.storage !== undefined || isAboutSeveral(query))
    return undefined;
  const isAnyGrouped = portals.some(({ reading }) => reading.portal.group !== undefined);
  return isAnyGrouped ? assessGroups(verdict) : undefined;
}

function selectPortal(query: Query, verdict: PortalVerdict, now: Date): PortalSelection {
  const { reading } = verdict;
  const matching = matchingOf(reading, query);
  const { leaving, staying, expired } = splitByExpiry(matching, reading.portal.policy.expiringWithinMs, now);
  const isFiltered = query.storage !== undefined && hasBackups(reading);
  const counts = countByExpiry(isFiltered ? [[verdict, matching]] : [], now);
  const severity = isFiltered ? severityOfStored(counts, isIncomplete(reading)) : verdict.severity;
  const all = backupsOf(reading);
  return { kind: 'portal', query, severity, verdict, all, matching, counts, leaving, staying, expired };
}

function selectExpiring(query: Query, verdict: Verdict, now: Date): ExpiringSelection {
  const { portals } = verdict;
  const leaving: OwnedBackup[] = [];
  const searched: Backup[] = [];
  let hiddenCount = 0;
  for (const { reading } of portals) {
    const windowMs = windowOf(reading, query);
    const isLeaving = (backup: Backup) => assessExpiry(backup.expiry, now, windowMs) === 'expiring';
    const all = backupsOf(reading);
    const matching = matchingOf(reading, query);
    const found = matching.filter(isLeaving);
    for (const backup of matching) searched.push(backup);
    for (const backup of found) leaving.push({ backup, portal: reading.portal.name });
    if (matching !== all) hiddenCount += all.filter(isLeaving).length - found.length;
  }
  const troubled = portals.filter(isTroubled);
  const unknownCount = searched.filter(({ expiry }) => expiry.kind === 'unknown').length;
  const isAllKnown = unknownCount === 0 && !portals.some(({ reading }) => isIncomplete(reading));
  const severity = severityOfExpiring({ verdict, query, leaving, troubled, isAllKnown });
  return {
    ...{ kind: 'expiring', query, severity, verdict, searched, unknownCount, hiddenCount, troubled },
    leaving: leaving.toSorted((a, b) => expiryMs(a.backup) - expiryMs(b.backup)),
    left: searched.filter(({ expiry }) => !hasExpired(expiry, now)),
    isAllKnown,
    windowsMs: portals.map(({ reading }) => windowOf(reading, query)),
  };
}

function windowOf({ portal }: Reading, { expiring }: Query): number {
  return typeof expiring === 'object' ? expiring.withinMs : portal.policy.expiringWithinMs;
}

/** Without a filter, the same array that `backupsOf` returns. */
function matchingOf(reading: Reading, { storage }: Query): readonly Backup[] {
  const all = backupsOf(reading);
  return storage === undefined ? all : all.filter((backup) => backup.storage.kind === storage);
}

function splitByExpiry(backups: readonly Backup[], windowMs: number, now: Date) {
  const leaving: Backup[] = [];
  const staying: Backup[] = [];
  const expired: Backup[] = [];
  for (const backup of backups) {
    const state = assessExpiry(backup.expiry, now, windowMs);
    (state === 'expired' ? expired : state === 'expiring' ? leaving : staying).push(backup);
  }
  return { leaving: orderSoonestFirst(leaving), staying, expired };
}

function isTroubled({ reading, findings }: PortalVerdict): boolean {
  return reading.histories.length === 0 || findings.some(({ kind }) => findingTraits[kind].hidesList);
}

function countByExpiry(
  stored: Iterable<readonly [PortalVerdict, readonly Backup[]]>,
  now: Date,
): ExpiryCounts {
  const counts = { expiring: 0, expired: 0, unknown: 0, kept: 0 };
  for (const [{ reading }, backups] of stored) {
    for (const { expiry } of backups) {
      const state = assessExpiry(expiry, now, reading.portal.policy.expiringWithinMs);
      counts[state === 'never' ? 'kept' : state] += 1;
    }
  }
  return counts;
}

/** How bad the backups in one storage are. Age and number are judged only over all storages together. */
function severityOfStored({ expiring, expired, unknown, kept }: ExpiryCounts, isMissing: boolean): Severity {
  if (expiring > 0 || (expired > 0 && kept + unknown === 0)) return 'attention';
  return kept > 0 && !isMissing ? 'fine' : 'unknown';
}

/** Never fine while a portal could hide something that expires. */
function severityOfExpiring(
  found: Pick<ExpiringSelection, 'verdict' | 'query' | 'leaving' | 'troubled' | 'isAllKnown'>,
): Severity {
  const { verdict, query, leaving, troubled, isAllKnown } = found;
  const owners = new Set(leaving.map(({ portal }) => portal));
  const isAnyOfProblem = verdict.portals.some(
    ({ severity, reading }) => severity === 'problem' && owners.has(reading.portal.name),
  );
  if (query.storage === undefined && isAnyOfProblem) return 'problem';
  if (troubled.some(({ severity }) => severity === 'problem')) return 'problem';
  if (leaving.length > 0) return 'attention';
  const { portals } = verdict;
  const isSeen = portals.length > 0 && portals.every(({ reading }) => hasBackups(reading));
  return isAllKnown && troubled.length === 0 && isSeen ? 'fine' : 'unknown';
}
