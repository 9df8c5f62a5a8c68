/** Once a run, so that nobody takes the tests on the embedded database for all of them. */
export function setup(): void {
  if (process.env['TEST_POSTGRES_URL'] !== undefined) return;
  console.log('PostgreSQL tests skipped: set TEST_POSTGRES_URL to a server where databases may be created\n');
}
