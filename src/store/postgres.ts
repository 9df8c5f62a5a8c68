import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import type { Log } from '../ops/log.ts';
import { assertBindable } from './bindable.ts';
import { codeOf } from './store-failure.ts';

const mostConnections = 10;
/** A server that hangs is given up after this long. */
const connectWithinMs = 5_000;
/** The server gives a statement up first, so that it does not go on when nobody waits for it. */
const answerWithinMs = 10_000;
const statementWithinMs = 9_000;
/** A copy that is paused within a transaction must not hold up the others. */
const idleInTransactionMs = 30_000;

/** A PostgreSQL server and its connections, of which none is made yet. */
export interface Postgres {
  readonly dialect: Dialect;
  /** One connection that waits for as long as a statement takes: for locks, and for tables that change. */
  readonly patientDialect: Dialect;
  /** The server's clock. Rejects while it cannot be reached. */
  readClock(): Promise<Date>;
}

/** Loads the driver, and connects when a query needs it. Connections that were lost are replaced. */
export async function createPostgres(url: string, log: Log): Promise<Postgres> {
  const { default: pg } = await import('pg');
  // Whole numbers of eight bytes come as text otherwise; ours are milliseconds, far from 2^53.
  const types = {
    getTypeParser: (oid: number) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)),
  };
  const note = (error: Error) => log.warn('The connection to the database was lost', { error });
  const createPool = (config: PoolConfig) => {
    const pool = new pg.Pool({
      ...config,
      connectionString: withPlainSslMode(url),
      application_name: 'docspace-backup-bot',
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
      types: types as typeof pg.types,
    });
    // Without both, a restart of the server ends the process.
    pool.on('error', note);
    pool.on('connect', (client) => client.on('error', note));
    return pool;
  };
  const isAnswer = (error: unknown) => error instanceof pg.DatabaseError;
  const pool = createPool({
    max: mostConnections,
    query_timeout: answerWithinMs,
    statement_timeout: statementWithinMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  });
  return {
    dialect: new PostgresDialect({ pool: guarded(pool, isAnswer) }),
    patientDialect: new PostgresDialect({ pool: () => Promise.resolve(createPool({ max: 1 })) }),
    async readClock() {
      const { rows } = await pool.query<{ now: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
      );
      return new Date(rows[0]?.now ?? Number.NaN);
    },
  };
}

/** The driver treats these modes alike, and warns of it in many lines at every start. */
function withPlainSslMode(url: string): string {
  if (/[?&]uselibpqcompat=/.test(url)) return url;
  return url.replace(/(?<=[?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, 'verify-full');
}

function guarded(pool: Pool, isAnswer: (error: unknown) => boolean): PostgresPool {
  return {
    connect: async () => guardedClient(await pool.connect(), isAnswer),
    end: () => pool.end(),
  };
}

/** Checks what is bound, and does not give a connection back to the pool that stopped answering. */
function guardedClient(client: PoolClient, isAnswer: (error: unknown) => boolean): PostgresPoolClient {
  let isLost = false;
  const query = async (text: string, parameters: readonly unknown[]) => {
    assertBindable(parameters);
    if (isLost) throw new Error('The connection to the database has stopped answering');
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      // 25006: after a fail-over, connections to the old primary server stay open.
      isLost = !isAnswer(error) || codeOf(error) === '25006';
      throw error;
    }
  };
  return {
    // Cursors are never asked for.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(isLost || destroy),
  };
}
