/**
 * The database cannot be used. The message is one line for the administrator: what is wrong, and what to do. It never
 * holds a password.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}

/** The database of the one line: `file` for an embedded one, otherwise a server. Safe to show. */
export interface StorePlace {
  readonly kind: 'file' | 'server';
  /** An absolute path, or host, port and database. */
  readonly name: string;
}

/** What an engine, Node or the driver threw, as the line for the administrator. A `StoreFailure` stays as it is. */
export function toStoreFailure(error: unknown, place: StorePlace): StoreFailure {
  if (error instanceof StoreFailure) return error;
  return new StoreFailure(describe(error, place), { cause: error });
}

/** SQLite's `SQLITE_…`, PostgreSQL's five characters, or Node's; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a server may answer soon: it is starting, restarting, busy, or cannot be reached just now. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '' ? /timeout|terminated/i.test(messageOf(error)) : unreachableCodes.test(code);
}

const unreachableCodes =
  /^(ECONN\w+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ENOENT|57P0\d|53300|08\w{3})$/;

function describe(error: unknown, place: StorePlace): string {
  const code = codeOf(error);
  const sentences = place.kind === 'file' ? fileSentences : serverSentences;
  const fitting = sentences.find(([shape]) => shape.test(`${code} ${messageOf(error)}`));
  const sentence = fitting?.[1] ?? (isUnreachable(error) ? unreachable : unknown);
  return sentence(place.name, code === '' ? messageOf(error) : code, messageOf(error)).replaceAll(
    /\s+/g,
    ' ',
  );
}

type Sentence = (name: string, code: string, message: string) => string;

const unknown: Sentence = (name, _, message) =>
  `The database ${name} cannot be used: ${message}. Check DATABASE_URL.`;
const unreachable: Sentence = (name, code) =>
  `PostgreSQL at ${name} cannot be reached (${code}). Check that the server runs, and DATABASE_URL.`;
const noSpace: Sentence = (name) => `No space is left for the database ${name}. Free some, and start again.`;
const foreign: Sentence = (name) =>
  `The database ${name} holds tables of another program. Set DATABASE_URL to a database of the bot's own.`;

/** By code and message, the first that fits. */
const fileSentences: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^SQLITE_BUSY/,
    (name) =>
      `The database ${name} is used by another program. A file serves one bot: stop the other one, or set DATABASE_URL to PostgreSQL.`,
  ],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, noSpace],
  [
    /^SQLITE_NOTADB/,
    (name) => `${name} is not a database. Move that file away, or set DATABASE_URL to another one.`,
  ],
  [
    /^SQLITE_CORRUPT/,
    (name) =>
      `The database ${name} is damaged. Put a copy from before in its place; or move it away, and the bot begins a new one.`,
  ],
  [
    /^SQLITE_IOERR/,
    (name, code) =>
      `The disk of the database ${name} fails (${code}). Check the disk, its free space and the limits for the bot's user.`,
  ],
  [/^EISDIR/, (name) => `${name} is a folder. Set DATABASE_URL to a file in it.`],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOTDIR|EEXIST| .*Unable to open)/,
    (name, code) =>
      `The database ${name} cannot be read and written (${code}). Give the bot's user the right to write that file and its folder, or set DATABASE_URL to a file elsewhere.`,
  ],
  [
    /^(MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)/,
    (_, code, message) =>
      `The embedded database is not installed for this machine (${message.split('\n')[0] ?? code}). Run npm ci on it without --omit=optional, or set DATABASE_URL to PostgreSQL.`,
  ],
  [/table \S+ already exists/, foreign],
];

const serverSentences: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^28|client password must be/,
    (name) => `PostgreSQL at ${name} refuses the user or the password. Correct DATABASE_URL.`,
  ],
  [
    /^3D000/,
    (name) => `PostgreSQL at ${name} has no database of that name. Create it, or correct DATABASE_URL.`,
  ],
  [
    /^42501/,
    (name) =>
      `The user of DATABASE_URL may not create tables in ${name}. Make it the owner of the database, or grant it CREATE on the schema.`,
  ],
  [/^(25006|57P05)/, (name) => `The database ${name} is read-only. Set DATABASE_URL to the primary server.`],
  [/^53100/, noSpace],
  [/^42P07/, foreign],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|does not support SSL/,
    (name, code) =>
      `No safe connection to PostgreSQL at ${name} (${code}). Set NODE_EXTRA_CA_CERTS to the file of its certificate authority, or correct sslmode in DATABASE_URL.`,
  ],
];

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
