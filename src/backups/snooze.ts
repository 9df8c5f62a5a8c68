import type { Backup } from './backup.ts';
import { type Finding, type FindingKind, findingTraits } from './finding.ts';
import type { Part } from './reading.ts';

/** Names one finding of a portal: its kind and its list, such as `stale.own`. */
export type FindingName = `${FindingKind}.${Part}`;

/** One finding of one portal that somebody silenced for everybody. */
export interface Snooze {
  readonly portal: string;
  readonly finding: FindingName;
  readonly until: SnoozeEnd;
  /** The id of the user. */
  readonly by: string;
  readonly at: Date;
}

/** When it ends: at a moment, or as soon as the finding is no longer what `fingerprint` says. */
export type SnoozeEnd =
  | { readonly kind: 'moment'; readonly at: Date }
  | { readonly kind: 'change'; readonly from: string };

/** A finding that is silenced. */
export interface SnoozedFinding {
  readonly finding: Finding;
  readonly snooze: Snooze;
}

/** The name of a finding. A portal has at most one with it. */
export function nameOf({ kind, part }: Finding): FindingName {
  return `${kind}.${part}`;
}

/** Whether a text is the name of a finding. */
export function isFindingName(text: string): text is FindingName {
  const [kind = '', part = '', ...more] = text.split('.');
  return more.length === 0 && Object.hasOwn(findingTraits, kind) && (part === 'own' || part === 'dumps');
}

/** Whether it changes a verdict, so that there is something to silence. */
export function isSnoozable({ kind }: Finding): boolean {
  return findingTraits[kind].severity !== 'fine';
}

/** The snooze that silences a finding of a portal at the moment `now`; `undefined` when it counts. */
export function findSnooze(
  finding: Finding,
  portal: string,
  { snoozes, now }: { readonly snoozes: readonly Snooze[]; readonly now: Date },
): Snooze | undefined {
  const snooze = snoozes.find((each) => each.portal === portal && each.finding === nameOf(finding));
  return snooze !== undefined && isSnoozable(finding) && isInForce(snooze, finding, now) ? snooze : undefined;
}

function isInForce({ until }: Snooze, finding: Finding, now: Date): boolean {
  if (until.kind === 'moment') return until.at > now;
  return until.from === fingerprint(finding) || isPartOf(finding, until.from);
}

/** Of what is no longer listed, less is no change: it is told for a few days, and may be listed again. */
function isPartOf(finding: Finding, from: string): boolean {
  if (finding.kind !== 'no-longer-listed') return false;
  return finding.lost.backups.every(({ backup }) => from.includes(JSON.stringify(traitsOf(backup))));
}

/**
 * What has to stay the same for a finding to be unchanged: the backups it names, and the cause of a failure. What
 * differs each day or from one digest to another, such as how many others stay and which age is allowed, is left out.
 */
export function fingerprint(finding: Finding): string {
  return JSON.stringify(finding, (key, value: unknown) => {
    if (changing.has(key)) return undefined;
    return isBackup(value) ? traitsOf(value) : value;
  });
}

function traitsOf({ id, fileName, createdAt }: Backup) {
  return [id ?? fileName, createdAt];
}

const changing = new Set(['others', 'retryAt', 'afterMs', 'allowedMs']);

function isBackup(value: unknown): value is Backup {
  return typeof value === 'object' && value !== null && 'expiry' in value && 'createdAt' in value;
}
