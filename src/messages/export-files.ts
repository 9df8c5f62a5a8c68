import type { Backup } from '../backups/backup.ts';
import type { ListPast, Part, Reading, RememberedBackup } from '../backups/reading.ts';
import { describeFailure } from './words/failures.ts';
import { storageWords } from './words/storages.ts';

/** A file to be sent. */
export interface ExportFile {
  readonly name: string;
  /** Text in UTF-8. */
  readonly content: string;
}

/** One backup that is listed or remembered; or one list that could not be read, without a backup. */
interface ExportRow {
  readonly portal: string;
  readonly group: string;
  readonly list: 'backups' | 'whole-server dumps';
  readonly state: 'listed' | 'gone' | 'not read';
  readonly id: string;
  readonly fileName: string;
  readonly storage: string;
  readonly createdAt: string;
  /** A moment, `never` or `unknown`. */
  readonly expiresAt: string;
  readonly firstSeenAt: string;
  readonly goneAt: string;
  /** Why it is gone as far as that is known, or why the list could not be read. */
  readonly note: string;
}

/** The columns of the CSV, in their order. */
const columns = [
  ...(['portal', 'group', 'list', 'state', 'id', 'fileName', 'storage', 'createdAt', 'expiresAt'] as const),
  ...(['firstSeenAt', 'goneAt', 'note'] as const),
] satisfies readonly (keyof ExportRow)[];

/** What the portals list and what is remembered of them, as a CSV for spreadsheets and as JSON, and how much it is. */
export interface Export {
  readonly csv: ExportFile;
  readonly json: ExportFile;
  /** How many backups, those that are gone included. */
  readonly backupCount: number;
  /** How many lists could not be read. */
  readonly unreadCount: number;
}

/** Moments are ISO 8601 in UTC. `name` is the beginning of the files' names. */
export function renderExport(
  readings: readonly Reading[],
  { name, now }: { readonly name: string; readonly now: Date },
): Export {
  const rows = readings.flatMap((reading) => rowsOf(reading, now));
  const stem = `${name}-${now.toISOString().slice(0, 10)}`;
  const unreadCount = rows.filter(({ state }) => state === 'not read').length;
  return {
    csv: { name: `${stem}.csv`, content: formatCsv(rows) },
    json: { name: `${stem}.json`, content: formatJson(rows, now) },
    backupCount: rows.length - unreadCount,
    unreadCount,
  };
}

function rowsOf({ portal, histories, past }: Reading, now: Date): ExportRow[] {
  const lists = past === undefined || past === 'unavailable' ? [] : past;
  return histories.flatMap(({ part, answer }) => {
    const blank = { ...empty, portal: portal.name, group: portal.group ?? '', list: listNames[part] };
    const remembered = lists.find((each) => each.part === part);
    if (answer.kind === 'read') {
      const listed = answer.backups.map((backup) => ({
        ...blank,
        ...factsOf(backup),
        ...seenOf(backup, remembered),
      }));
      return [...listed, ...goneRows(remembered, blank)];
    }
    const { sentence } = describeFailure(answer.failure, { now, by: 'moments' });
    const known = remembered?.backups.filter(({ gone }) => gone === undefined) ?? [];
    return [
      { ...blank, state: 'not read', note: sentence },
      ...known.map((each) => ({
        ...blank,
        ...factsOf(each.backup),
        ...momentsOf(each),
        note: 'as last seen',
      })),
      ...goneRows(remembered, blank),
    ];
  });
}

const listNames = { own: 'backups', dumps: 'whole-server dumps' } as const satisfies Record<Part, string>;

const empty: ExportRow = {
  ...{ portal: '', group: '', list: 'backups', state: 'listed', id: '', fileName: '', storage: '' },
  ...{ createdAt: '', expiresAt: '', firstSeenAt: '', goneAt: '', note: '' },
};

function factsOf({ id, fileName, storage, createdAt, expiry }: Backup) {
  return {
    id: id ?? '',
    fileName: fileName ?? '',
    storage: storageWords(storage),
    createdAt: isoOf(createdAt),
    expiresAt: expiry.kind === 'at' ? isoOf(expiry.at) : expiry.kind,
  };
}

function seenOf(backup: Backup, past: ListPast | undefined) {
  const known = past?.backups.find((each) => each.gone === undefined && isSame(each.backup, backup));
  return known === undefined ? {} : momentsOf(known);
}

function isSame(a: Backup, b: Backup): boolean {
  return a.id === undefined
    ? a.fileName === b.fileName && a.createdAt?.getTime() === b.createdAt?.getTime()
    : a.id === b.id;
}

function goneRows(past: ListPast | undefined, blank: ExportRow): ExportRow[] {
  return (past?.backups ?? []).flatMap((each) => {
    if (each.gone === undefined) return [];
    const { at, why } = each.gone;
    const moments = { ...momentsOf(each), goneAt: isoOf(at) };
    return [{ ...blank, ...factsOf(each.backup), ...moments, state: 'gone' as const, note: goneNotes[why] }];
  });
}

const goneNotes = {
  expired: 'expired',
  rotated: 'probably rotated out',
  unexplained: 'no longer listed',
  unwatched: 'went while the portal was not watched',
} as const satisfies Record<NonNullable<RememberedBackup['gone']>['why'], string>;

function momentsOf({ firstSeenAt }: RememberedBackup) {
  return { firstSeenAt: isoOf(firstSeenAt) };
}

function isoOf(date: Date | undefined): string {
  return date === undefined || Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString();
}

/** Spreadsheets take a file for UTF-8 only with this mark. */
const byteOrderMark = '\uFEFF';

function formatCsv(rows: readonly ExportRow[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return `${byteOrderMark}${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection): a
 * portal's file names are not ours.
 */
function csvCell(text: string): string {
  const flat = text.replaceAll(/[\r\n\t\0]+/g, ' ');
  const safe = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(flat) ? `'${flat}` : flat;
  return /[",;]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function formatJson(rows: readonly ExportRow[], now: Date): string {
  return `${JSON.stringify({ exportedAt: now.toISOString(), backups: rows.map(withoutBlanks) }, undefined, 2)}\n`;
}

function withoutBlanks(row: ExportRow): Partial<ExportRow> {
  return Object.fromEntries(columns.map((column) => [column, row[column]]).filter(([, cell]) => cell !== ''));
}
