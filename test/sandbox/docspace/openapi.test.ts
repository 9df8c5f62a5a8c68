import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import {
  backupRecord,
  dailySchedule,
  endedBackup,
  runningBackup,
} from '../../../sandbox/docspace/records.ts';
import { castNames, scenes } from '../../../sandbox/docspace/scenes.ts';
import { askEnvelope } from './ask.ts';

const openapi = JSON.parse(
  readFileSync(new URL('../../../sandbox/docspace/openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, { get: OpenApiOperation }> };

interface OpenApiOperation {
  responses: { 200: { content: { 'application/json': { schema: { $ref: string } } } } };
}

const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv);
/** The vendor calls every moment `date-time`, but sends those of its database without a zone. */
ajv.addFormat('date-time', ajvFormats.default.get('iso-date-time'));
ajv.addSchema(openapi, 'openapi');

function violations(path: string, body: unknown): ErrorObject[] {
  const operation = openapi.paths[`/api/2.0/${path}`]?.get;
  if (operation === undefined) throw new Error(`${path} is not described`);
  const { $ref } = operation.responses[200].content['application/json'].schema;
  const validate = ajv.getSchema(`openapi${$ref}`);
  if (validate === undefined) throw new Error(`${$ref} is not described`);
  return validate(body) === true ? [] : (validate.errors ?? []);
}

const now = new Date('2026-11-24T09:00:00Z');
let portal: SandboxPortal;
beforeAll(async () => {
  portal = await startPortal({ clock: () => now });
});
afterAll(() => portal.close());
beforeEach(() => portal.reset());

const paths = [
  'backup/getbackuphistory',
  'backup/getbackupschedule',
  'backup/getbackupprogress',
  'backup/getrestoreprogress',
  'backup/getbackupscount',
  'backup/getservicestate',
];

describe('the portal’s own OpenAPI description', () => {
  it('describes exactly the backup paths that are asked here', () => {
    expect(Object.keys(openapi.paths).toSorted()).toEqual(paths.map((path) => `/api/2.0/${path}`).toSorted());
  });

  it.each(paths)('agrees with %s when there is nothing', async (path) => {
    expect(violations(path, await askEnvelope(portal, path))).toEqual([]);
  });

  it.each(['numbers', 'names'])('agrees with every answer that has enums as %s', async (form) => {
    portal.state.enumsAsNames = form === 'names';
    portal.state.ownBackups = [0, 1, 2, 3, 4, 5].map((storage) =>
      backupRecord({ createdAt: now, storage, alias: 'acme' }),
    );
    portal.state.schedule = dailySchedule({
      storage: 'DataStore',
      hour: 2,
      keep: 7,
      lastStartedAt: undefined,
    });
    portal.state.progress = runningBackup(40);
    portal.state.restoreProgress = { ...endedBackup({ error: 'No space left' }), backupProgressEnum: 1 };
    for (const path of paths) {
      const envelope = await askEnvelope(portal, path);
      expect(envelope.response).toBeDefined();
      expect(violations(path, envelope)).toEqual([]);
    }
  });

  it('agrees with records of a server on PostgreSQL', async () => {
    portal.state.database = 'postgresql';
    portal.state.ownBackups = [0, 4].map((storage) =>
      backupRecord({ createdAt: now, storage, alias: 'acme' }),
    );
    expect(
      violations('backup/getbackuphistory', await askEnvelope(portal, 'backup/getbackuphistory')),
    ).toEqual([]);
  });

  it.each(castNames)('agrees with everything that %s answers, except its one odd record', async (name) => {
    Object.assign(portal.state, scenes[name](now), { keyRevoked: false });
    const odd = portal.state.ownBackups.findIndex((record) => record.storageType === 9);
    for (const path of paths) {
      const found = violations(path, await askEnvelope(portal, path));
      const elsewhere = found.filter(({ instancePath }) => !instancePath.startsWith(`/response/${odd}`));
      expect(elsewhere).toEqual([]);
    }
    expect(odd === -1).toBe(name !== 'acme');
  });

  it('objects to answers of another shape', () => {
    const record = backupRecord({ createdAt: now, storage: 9, alias: 'acme' });
    const body = { response: [{ ...record, createdOn: 'yesterday', size: 1 }] };
    const objections = violations('backup/getbackuphistory', body).map((error) => error.instancePath);
    expect(objections).toEqual(
      expect.arrayContaining(['/response/0', '/response/0/createdOn', '/response/0/storageType']),
    );
  });
});
