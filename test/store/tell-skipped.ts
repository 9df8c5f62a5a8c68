import { postgresPrograms } from './postgres-cluster.ts';

/** Once a run, so that nobody takes the tests on the embedded database for all of them. */
export function setup(): void {
  if (process.env['TEST_POSTGRES_URL'] === undefined) {
    console.log(
      'PostgreSQL tests skipped: set TEST_POSTGRES_URL to a server where databases may be created\n',
    );
  } else if (postgresPrograms === undefined) {
    console.log('Tests with a PostgreSQL server of their own skipped: initdb and pg_ctl are not installed\n');
  }
}
