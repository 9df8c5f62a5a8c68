/**
 * How far the sandbox portal follows the real one, route by route; a test holds the keys against the routes.
 * For all of them: one API key and no other way to sign in; the minute window is enforced, the limit of 50 parallel
 * requests and the daily limits are not; other methods answer 405, other paths 404; no compression, no TLS.
 */
export const coverage: Readonly<Record<string, RouteCoverage>> = {
  '/api/2.0/backup/getbackuphistory': {
    support: 'supported',
    note: 'Agrees with the OpenAPI copy, save for two things the real server does as well: stamps carry no zone, and a null file name is left out although it is "required". Files are not looked for, so no record vanishes by being read.',
  },
  '/api/2.0/backup/getbackupschedule': {
    support: 'supported',
    note: 'Whatever the state holds; nothing runs by itself and nothing is rotated.',
  },
  '/api/2.0/backup/getbackupprogress': {
    support: 'supported',
    note: 'Whatever the state holds; a job neither moves on nor is forgotten by itself.',
  },
  '/api/2.0/settings': {
    support: 'partial',
    note: 'Not in the OpenAPI copy. Only with a key, and only the members a reader of backups may need.',
  },
  '/api/2.0/keys/@self': {
    support: 'partial',
    note: 'Not in the OpenAPI copy. Without the creator and creation date of the key.',
  },
};

export interface RouteCoverage {
  readonly support: 'supported' | 'partial';
  readonly note: string;
}
