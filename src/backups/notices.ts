import { type Backup, expiryMs } from './backup.ts';
import { type Finding, leavingOf, severityOf } from './finding.ts';
import { pastOf, type Reading } from './reading.ts';
import type { PortalVerdict, Verdict } from './verdict.ts';

/** Names something that is told once. Of backups that expire or are no longer listed, each counts by itself. */
export interface NoticeKey {
  readonly portal: string;
  /** What was found, and in which list: `stale own`. */
  readonly finding: string;
  /** Empty where the finding is not about one backup. */
  readonly backupId: string;
  /** Empty for the warning window, else the time before the expiry in milliseconds. */
  readonly threshold: string;
}

/** What was told already, and when for the first time. */
export interface GivenNotice extends NoticeKey {
  readonly givenAt: Date;
}

/** Whether a finding is news. */
export type FindingNews =
  | { readonly kind: 'new' }
  /** Told before, `since` for the first time. */
  | { readonly kind: 'carried'; readonly since: Date }
  /** The same, and silenced when the digest before was due. */
  | { readonly kind: 'no-longer-snoozed'; readonly since: Date }
  /** Told before of other backups. At least one of the counts is not 0. */
  | {
      readonly kind: 'partly-new';
      /** Backups of which it was not told. */
      readonly newCount: number;
      /** Backups of which it is told once more, because they expire within six hours. */
      readonly soonCount: number;
    };

/** What is news in a verdict, and what has been told once that is posted. */
export interface News {
  /** Of every finding that does more than inform. */
  readonly findings: ReadonlyMap<Finding, FindingNews>;
  /** Everything that is open now, each once. What was told and is not among it is over. */
  readonly open: readonly NoticeKey[];
  /** Those of them that stay so where nothing is posted: not what is news. */
  readonly openAndTold: readonly NoticeKey[];
}

/** An expiry is told when it enters the warning window, and once more this long before. */
const soonMs = 6 * 3_600_000;

/**
 * Compares a verdict with what was told before. Where a list was not read, and where a portal is not in the verdict,
 * what was told is not over.
 */
export function assessNews(verdict: Verdict, given: readonly GivenNotice[], now: Date): News {
  const givenAt = new Map(given.map((notice) => [nameOf(notice), notice.givenAt]));
  const readings = new Map(verdict.portals.map(({ reading }) => [reading.portal.name, reading]));
  const findings = new Map<Finding, FindingNews>();
  const open = new Map<string, NoticeKey>();
  const keep = (keys: readonly NoticeKey[]) => {
    for (const { portal, finding, backupId, threshold } of keys) {
      const key = { portal, finding, backupId, threshold };
      open.set(nameOf(key), key);
    }
  };
  keep(given.filter((notice) => !isDecided(readings.get(notice.portal), notice)));
  for (const portal of verdict.portals) {
    for (const finding of portal.findings.filter((each) => severityOf(each) !== 'fine')) {
      const keys = keysOf(portal, finding, now);
      keep([...keys.whole, ...keys.entered, ...keys.soon]);
      findings.set(finding, newsOf(keys, givenAt));
    }
    for (const { finding } of portal.snoozed) {
      const { whole, entered, soon, silenced } = keysOf(portal, finding, now);
      const told = [...whole, ...entered, ...soon].filter((key) => givenAt.has(nameOf(key)));
      keep(told.length === 0 ? [] : [...told, silenced]);
    }
  }
  const isKept = (name: string, key: NoticeKey) => givenAt.has(name) || key.threshold === silencedMark;
  const told = [...open].filter(([name, key]) => isKept(name, key)).map(([, key]) => key);
  return { findings, open: [...open.values()], openAndTold: told };
}

/** The keys of one finding. */
interface FindingKeys {
  /** The finding as such; none where it is only about its backups. */
  readonly whole: readonly NoticeKey[];
  /** Its backups: in the warning window, or no longer listed. */
  readonly entered: readonly NoticeKey[];
  /** Those that expire within six hours, where the window is longer. */
  readonly soon: readonly NoticeKey[];
  /** Remembers that it was told and is silenced, so that it is told again, and not as new, when that is over. */
  readonly silenced: NoticeKey;
}

const silencedMark = 'snoozed';

function keysOf({ reading: { portal } }: PortalVerdict, finding: Finding, now: Date): FindingKeys {
  const whole = { portal: portal.name, finding: nameOfFinding(finding), backupId: '', threshold: '' };
  const silenced = { ...whole, threshold: silencedMark };
  const keyOf = (backup: Backup) => ({ ...whole, backupId: identityOf(backup) });
  if (finding.kind === 'no-longer-listed') {
    const entered = finding.lost.backups.map(({ backup }) => keyOf(backup));
    return { whole: [], entered, soon: [], silenced };
  }
  const expiring = { finding: `expiring ${finding.part}` };
  const leaving = leavingOf(finding);
  const isSoon = (backup: Backup) =>
    portal.policy.expiringWithinMs > soonMs && expiryMs(backup) - now.getTime() <= soonMs;
  return {
    whole: finding.kind === 'expiring' ? [] : [whole],
    entered: leaving.map((backup) => ({ ...keyOf(backup), ...expiring })),
    soon: leaving
      .filter(isSoon)
      .map((backup) => ({ ...keyOf(backup), ...expiring, threshold: String(soonMs) })),
    silenced,
  };
}

function newsOf(keys: FindingKeys, givenAt: ReadonlyMap<string, Date>): FindingNews {
  const { whole, entered, soon } = keys;
  const isNew = (key: NoticeKey) => !givenAt.has(nameOf(key));
  const given = (whole.length > 0 ? whole : entered).flatMap((key) => givenAt.get(nameOf(key)) ?? []);
  if (given.length === 0) return { kind: 'new' };
  const fresh = new Set(entered.filter(isNew).map(({ backupId }) => backupId));
  const newCount = fresh.size;
  const soonCount = soon.filter((key) => isNew(key) && !fresh.has(key.backupId)).length;
  if (newCount + soonCount > 0) return { kind: 'partly-new', newCount, soonCount };
  const since = new Date(Math.min(...given.map(Number)));
  return { kind: givenAt.has(nameOf(keys.silenced)) ? 'no-longer-snoozed' : 'carried', since };
}

/** Another failure is another cause: it has another sentence, and another remedy. */
function nameOfFinding(finding: Finding): string {
  const cause = finding.kind === 'cannot-read' ? ` ${JSON.stringify(finding.failure, causeMembers)}` : '';
  return `${finding.kind}${cause} ${finding.part}`;
}

const causeMembers = ['kind', 'reason', 'fault', 'lacks', 'why', 'state', 'by', 'status'];

/** Whether it is known now if this is over. That a list cannot be read is known of every list. */
function isDecided(reading: Reading | undefined, { finding }: NoticeKey): boolean {
  const history = reading?.histories.find(({ part }) => finding.endsWith(` ${part}`));
  if (reading === undefined || history === undefined) return false;
  if (finding.startsWith('cannot-read ')) return true;
  const needsPast = finding.startsWith('no-longer-listed ');
  return history.answer.kind === 'read' && (!needsPast || pastOf(reading, history.part) !== undefined);
}

/** A backup without an id is told from others by its times, as well as may be. */
function identityOf({ id, createdAt, expiry }: Backup): string {
  const times = [createdAt?.getTime(), expiry.kind === 'at' ? expiry.at.getTime() : expiry.kind];
  return (id ?? times.join(' ')).slice(0, 100);
}

function nameOf({ portal, finding, backupId, threshold }: NoticeKey): string {
  return JSON.stringify([portal, finding, backupId, threshold]);
}
