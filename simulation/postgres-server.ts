import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { makeCluster, postgresPrograms } from '../test/store/postgres-cluster.ts';

/** A server that can be taken away and brought back. */
export interface PostgresServer {
  /** Ends every connection to the database and accepts no more, until `resume`. */
  interrupt(database: string): Promise<void>;
  resume(database: string): Promise<void>;
  /** Ends the connections that carry this name. */
  disconnect(applicationName: string): Promise<void>;
  createDatabase(): Promise<{ readonly name: string; readonly url: string }>;
  dropDatabase(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A server that is there already: only its databases can be taken away. */
export function postgresAt(url: string): PostgresServer {
  return {
    async interrupt(name) {
      await query(url, `alter database ${name} with allow_connections false`);
      await query(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    },
    resume: (name) => query(url, `alter database ${name} with allow_connections true`),
    disconnect: (applicationName) =>
      query(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${applicationName}'`,
      ),
    async createDatabase() {
      const name = `simulation_${randomUUID().replaceAll('-', '')}`;
      await query(url, `create database ${name}`);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return { name, url: address.href };
    },
    dropDatabase: (name) => query(url, `drop database if exists ${name} with (force)`),
    close: async () => undefined,
  };
}

/** A server of its own, which is stopped as a crash would; `undefined` where PostgreSQL is not installed. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  if (postgresPrograms === undefined) return undefined;
  const cluster = await makeCluster();
  await cluster.start();
  return {
    ...postgresAt(cluster.url()),
    interrupt: () => cluster.stop('immediate'),
    resume: () => cluster.start(),
    close: async () => cluster[Symbol.asyncDispose](),
  };
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
