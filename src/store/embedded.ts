import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type Libsql from 'libsql';
import { assertBindable } from './bindable.ts';

/** Blocks the event loop, so whoever waits for the file asks again and again. */
const lockTimeoutMs = 50;
/** A program has fewer, but for lists of different lengths. */
const mostStatements = 200;
/** So that other events get their turn while much is stored at once: no query of this engine waits by itself. */
const queriesBetweenTurns = 50;

/**
 * Opens the file, which is made when it is missing, for this process alone. Rejects with `SQLITE_BUSY` at once while
 * another process has it open.
 */
export async function openEmbedded(path: string): Promise<Dialect> {
  await prepareFolder(path);
  const { default: Engine } = await import('libsql');
  const file = new Engine(path, { timeout: lockTimeoutMs });
  try {
    // Alone, because two connections can lose a commit when one of them checkpoints (SQLite before 3.51.3).
    file.pragma('locking_mode = EXCLUSIVE');
    file.exec('begin exclusive');
    const [check] = file.pragma('quick_check(1)') as { readonly quick_check: string }[];
    if (check?.quick_check !== 'ok') {
      throw Object.assign(new Error('quick_check failed'), { code: 'SQLITE_CORRUPT' });
    }
    file.exec('commit');
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
  } catch (error) {
    file.close();
    throw error;
  }
  return new EmbeddedDialect(new EmbeddedFile(file));
}

/** The engine tells neither a missing folder nor a missing right apart from other failures. */
async function prepareFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const { R_OK, W_OK, X_OK } = constants;
  // It will hold names of backups and ids of people, which are nobody else's business on this machine.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await access(folder, R_OK | W_OK | X_OK);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
  await access(path, R_OK | W_OK);
}

class EmbeddedDialect extends SqliteDialect {
  readonly #file: EmbeddedFile;

  constructor(file: EmbeddedFile) {
    super({ database: file });
    this.#file = file;
  }

  override createAdapter(): DialectAdapter {
    return new EmbeddedAdapter();
  }

  override createDriver(): Driver {
    return new EmbeddedDriver(this.#file);
  }
}

/** SQLite undoes changes of tables too, so that a start that fails half-way leaves none. Kysely does not use that. */
class EmbeddedAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDriver extends SqliteDriver {
  readonly #file: EmbeddedFile;
  #queries = 0;

  constructor(file: EmbeddedFile) {
    super({ database: file });
    this.#file = file;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#queries += 1;
    if (this.#queries % queriesBetweenTurns === 0) await setImmediate();
    return super.acquireConnection();
  }

  /** A full disk may have rolled it back already; a second time is an error that would hide the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** The file as Kysely uses it. Keeps prepared statements, because the engine frees them late. */
class EmbeddedFile implements SqliteDatabase {
  readonly #file: Libsql.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(file: Libsql.Database) {
    this.#file = file;
  }

  get inTransaction(): boolean {
    return this.#file.inTransaction;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = guarded(this.#file.prepare(sql));
    if (this.#statements.size >= mostStatements) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * The lock stays until the last statement is collected as garbage, and so does the log beside the file, unless both
   * are given up first.
   */
  close(): void {
    try {
      if (this.#file.inTransaction) this.#file.exec('rollback');
      for (const pragma of ['journal_mode = DELETE', 'locking_mode = NORMAL', 'user_version']) {
        this.#file.pragma(pragma);
      }
    } catch {
      // On a full disk. The log then stays beside the file, and the next start reads it.
    }
    this.#statements.clear();
    this.#file.close();
  }
}

function guarded(statement: ReturnType<Libsql.Database['prepare']>): SqliteStatement {
  return {
    reader: statement.reader,
    all(parameters) {
      assertBindable(parameters);
      return statement.all(parameters);
    },
    run(parameters) {
      assertBindable(parameters);
      return statement.run(parameters);
    },
    iterate(parameters) {
      assertBindable(parameters);
      return statement.iterate(parameters);
    },
  };
}
