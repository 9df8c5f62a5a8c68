/**
 * How far the sandbox portal follows the real one (server 3.7.2), route by route; a test holds the keys against the routes.
 * For all of them: one API key and no other way to sign in, its owner is not the portal's; the minute window is enforced,
 * the limit of 50 parallel requests and the daily limits are not; other methods answer 405, other paths 404; no TLS, and
 * compression only where a misbehaviour asks for it.
 */
export const coverage: Readonly<Record<string, RouteCoverage>> = {
  '/api/2.0/backup/getbackuphistory': {
    support: 'supported',
    note: 'Agrees with the OpenAPI copy, except for two things that the real server does as well: stamps carry no zone, and a null file name is left out although it is "required". Files are not looked for, so no record vanishes by being read.',
  },
  '/api/2.0/backup/getbackupschedule': {
    support: 'supported',
    note: 'Whatever the state holds; nothing runs by itself and nothing is rotated.',
  },
  '/api/2.0/backup/getbackupprogress': {
    support: 'supported',
    note: 'Whatever the state holds; a job neither moves on nor is forgotten by itself.',
  },
  '/api/2.0/backup/getrestoreprogress': {
    support: 'partial',
    note: 'Whatever the state holds; dumps have no restore of their own.',
  },
  '/api/2.0/backup/getbackupscount': {
    support: 'partial',
    note: 'Free or paid backups of this month, from the state; another span is not counted.',
  },
  '/api/2.0/backup/getservicestate': {
    support: 'supported',
    note: 'Whether backups beyond the free ones are paid, from the state.',
  },
  '/api/2.0/portal/tariff': {
    support: 'partial',
    note: 'Not in the OpenAPI copy. No quotas, no customer, no end of grace time.',
  },
  '/api/2.0/portal/payment/quota': {
    support: 'partial',
    note: 'Not in the OpenAPI copy. Only the feature of free backups.',
  },
  '/api/2.0/settings': {
    support: 'partial',
    note: 'Not in the OpenAPI copy. Only the members a reader of backups may need; without a key those that need none.',
  },
  '/api/2.0/keys/@self': {
    support: 'supported',
    note: 'Not in the OpenAPI copy. One key, always the same creator.',
  },
};

export interface RouteCoverage {
  readonly support: 'supported' | 'partial';
  readonly note: string;
}
