import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import { backupRecord, dailySchedule, runningBackup } from '../../../sandbox/docspace/records.ts';
import { ask, askEnvelope } from './ask.ts';

const now = new Date('2026-11-24T09:00:00Z');
let portal: SandboxPortal;

beforeAll(async () => {
  portal = await startPortal({ alias: 'acme', clock: () => now });
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.reset();
});

const history = 'backup/getbackuphistory';

describe('backups', () => {
  it('lists the records as they lie in the state, in an envelope', async () => {
    const facts = { alias: 'acme', storage: 'Documents' } as const;
    portal.state.ownBackups = [
      backupRecord({ ...facts, createdAt: new Date('2026-11-22T02:15:00Z') }),
      backupRecord({ ...facts, createdAt: new Date('2026-11-23T02:15:00Z') }),
    ];
    const response = await ask(portal, `${history}?Dump=false`);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({
      response: portal.state.ownBackups,
      count: 2,
      links: [{ href: `${portal.url}/api/2.0/${history}?Dump=false`, action: 'GET' }],
      status: 0,
      statusCode: 200,
    });
  });

  it('still lists an expired record', async () => {
    const createdAt = new Date('2026-11-01T00:00:00Z');
    portal.state.ownBackups = [backupRecord({ createdAt, storage: 'DataStore', alias: 'acme' })];
    expect((await askEnvelope(portal, history)).count).toBe(1);
  });

  it('omits a null file name', async () => {
    const record = backupRecord({ createdAt: now, storage: 9, alias: 'acme' });
    portal.state.ownBackups = [{ ...record, fileName: null }];
    const { fileName: _, ...rest } = record;
    expect((await askEnvelope(portal, history)).response).toEqual([rest]);
  });

  it('names storages when the server serialises enums as strings, and keeps what it cannot name', async () => {
    portal.state.enumsAsNames = true;
    portal.state.ownBackups = [0, 1, 4, 9].map((storage) =>
      backupRecord({ createdAt: now, storage, alias: 'acme' }),
    );
    const { response } = await askEnvelope(portal, history);
    const storages = (response as { storageType: unknown }[]).map((record) => record.storageType);
    expect(storages).toEqual(['Documents', 'ThridpartyDocuments', 'DataStore', 9]);
  });

  it('keeps dumps separate, on self-hosted servers without limited space access', async () => {
    portal.state.dumps = [backupRecord({ createdAt: now, storage: 'Local', alias: 'workspace' })];
    expect(await askEnvelope(portal, `${history}?Dump=true`)).toMatchObject({ statusCode: 403 });
    Object.assign(portal.state, { standalone: true, limitedAccessSpace: true });
    expect(await askEnvelope(portal, `${history}?Dump=true`)).toMatchObject({ statusCode: 403 });
    expect((await ask(portal, history)).status).toBe(200);
    portal.state.limitedAccessSpace = false;
    expect((await askEnvelope(portal, `${history}?dump=True`)).response).toEqual(portal.state.dumps);
    expect((await askEnvelope(portal, history)).response).toEqual([]);
  });

  it('answers 400 when Dump is no boolean', async () => {
    expect((await ask(portal, `${history}?Dump=1`)).status).toBe(400);
  });
});

describe('schedule and progress', () => {
  it.each(['backup/getbackupschedule', 'backup/getbackupprogress'])(
    'leaves `response` out of %s when there is nothing',
    async (path) => {
      const envelope = await askEnvelope(portal, path);
      expect(envelope).toMatchObject({ count: 0, status: 0, statusCode: 200 });
      expect(envelope).not.toHaveProperty('response');
    },
  );

  it('shows the schedule of each list', async () => {
    const facts = { storage: 'Documents', hour: 2, keep: 7, lastStartedAt: undefined } as const;
    portal.state.schedule = dailySchedule(facts);
    portal.state.dumpSchedule = dailySchedule({ ...facts, dump: true });
    portal.state.standalone = true;
    const own = await askEnvelope(portal, 'backup/getbackupschedule');
    const dumps = await askEnvelope(portal, 'backup/getbackupschedule?Dump=true');
    expect(own.response).toEqual(portal.state.schedule);
    expect(dumps.response).toEqual(portal.state.dumpSchedule);
  });

  it('spells the enums of schedule and progress', async () => {
    const schedule = dailySchedule({ storage: 'Documents', hour: 2, keep: 7, lastStartedAt: now });
    schedule.cronParams.period = 1;
    Object.assign(portal.state, { schedule, enumsAsNames: true });
    portal.state.progress = { ...runningBackup(40), status: 4 };
    expect((await askEnvelope(portal, 'backup/getbackupschedule')).response).toMatchObject({
      storageType: 'Documents',
      cronParams: { period: 'EveryWeek' },
    });
    expect((await askEnvelope(portal, 'backup/getbackupprogress')).response).toMatchObject({
      backupProgressEnum: 'Backup',
      status: 'Failted',
    });
  });
});
