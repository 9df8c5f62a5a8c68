import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import {
  backupRecord,
  dailySchedule,
  type EndingFacts,
  endedBackup,
  runningBackup,
} from '../../../sandbox/docspace/records.ts';
import { ask, askEnvelope } from './ask.ts';

/** The answers as the server's source writes them, where its OpenAPI description is silent or wrong. */
const now = new Date('2026-11-25T13:44:43Z');
let portal: SandboxPortal;
beforeAll(async () => {
  portal = await startPortal({ alias: 'acme', apiKey: `sk-${'0'.repeat(60)}7e33`, clock: () => now });
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.reset();
  portal.state.timezone = 'Europe/Berlin';
});

const responseOf = async (path: string): Promise<unknown> => (await askEnvelope(portal, path)).response;

describe('the schedule', () => {
  const schedule = 'backup/getbackupschedule';

  it('says into which room it writes every day', async () => {
    const lastStartedAt = new Date('2026-11-25T01:07:12Z');
    portal.state.schedule = dailySchedule({ storage: 'Documents', hour: 2, keep: 7, lastStartedAt });
    expect(await responseOf(schedule)).toEqual({
      storageType: 0,
      storageParams: { folderId: '218' },
      cronParams: { period: 0, hour: 2, day: 0 },
      backupsStored: 7,
      lastBackupTime: '2026-11-25T01:07:12',
      dump: false,
    });
  });

  it('has no folder in a third-party storage, and year 1 until it runs', async () => {
    const facts = { storage: 'ThirdPartyConsumer', hour: 0, keep: 30, lastStartedAt: undefined } as const;
    portal.state.schedule = { ...dailySchedule(facts), cronParams: { period: 1, hour: 0, day: 1 } };
    expect(await responseOf(schedule)).toEqual({
      storageType: 5,
      storageParams: { module: 'S3', bucket: 'backups', region: 'eu-central-1' },
      cronParams: { period: 1, hour: 0, day: 1 },
      backupsStored: 30,
      lastBackupTime: '0001-01-01T00:00:00',
      dump: false,
    });
  });

  it('names the folder of a drive and the path of a disk, which for a dump knows its portal', async () => {
    const facts = { hour: 3, keep: 5, lastStartedAt: new Date('2026-11-25T03:04:59Z') } as const;
    portal.state.standalone = true;
    portal.state.schedule = dailySchedule({ ...facts, storage: 'ThridpartyDocuments' });
    portal.state.dumpSchedule = dailySchedule({ ...facts, storage: 'Local', dump: true });
    expect(await responseOf(schedule)).toMatchObject({
      storageType: 1,
      storageParams: { folderId: 'drive-7-|abc' },
    });
    expect(await responseOf(`${schedule}?Dump=true`)).toEqual({
      storageType: 3,
      storageParams: { filePath: '/backups', tenantId: '1', folderId: '/backups' },
      cronParams: { period: 0, hour: 3, day: 0 },
      backupsStored: 5,
      lastBackupTime: '2026-11-25T03:04:59',
      dump: true,
    });
  });
});

describe('the progress', () => {
  const job = {
    error: '',
    link: '',
    tenantId: 1,
    backupProgressEnum: 0,
    taskId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  };

  it.each([
    [0, { status: 0, progress: 0 }],
    [42, { status: 1, progress: 42 }],
  ])('at %i per cent has no error and no link, and says so', async (progress, told) => {
    portal.state.progress = runningBackup(progress);
    expect(await responseOf('backup/getbackupprogress')).toEqual({ ...job, ...told, isCompleted: false });
  });

  it.each<[string, EndingFacts, object]>([
    ['done', {}, { status: 2, progress: 100 }],
    [
      'done in temporary storage',
      { link: 'https://acme.example/a' },
      { status: 2, progress: 100, link: 'https://acme.example/a' },
    ],
    [
      'done without some files',
      { warning: 'Some files' },
      { status: 2, progress: 100, warning: 'Some files' },
    ],
    ['failed', { error: 'No space left' }, { status: 2, progress: 37, error: 'No space left' }],
    ['cancelled', { cancelled: true }, { status: 3, progress: 37, warning: 'Backup cancelled' }],
  ])('of a job that is %s', async (_ending, facts, told) => {
    portal.state.progress = endedBackup(facts);
    expect(await responseOf('backup/getbackupprogress')).toEqual({ ...job, ...told, isCompleted: true });
  });
});

describe('the key', () => {
  it('shows its last four characters, its maker, and moments with the offset of the portal', async () => {
    Object.assign(portal.state, { keyExpiresAt: new Date('2026-12-15T09:30:00Z') });
    expect(await responseOf('keys/@self')).toEqual({
      id: expect.any(String),
      name: 'Backup bot',
      key: 'sk-***7e33',
      keyPostfix: '7e33',
      permissions: ['*:read'],
      lastUsed: '2026-11-25T14:44:43.0000000+01:00',
      createOn: '2026-06-01T09:00:00.0000000+02:00',
      createBy: { id: expect.any(String), displayName: expect.any(String) },
      expiresAt: '2026-12-15T10:30:00.0000000+01:00',
      isActive: true,
    });
  });

  it('writes Z on a portal in UTC', async () => {
    portal.state.timezone = 'UTC';
    expect(await responseOf('keys/@self')).toMatchObject({ lastUsed: '2026-11-25T13:44:43.0000000Z' });
  });
});

describe('the settings', () => {
  const always = {
    culture: 'en-US',
    greetingSettings: 'Acme DocSpace',
    docSpace: true,
    standalone: false,
    baseDomain: 'onlyoffice.com',
    version: '3.7.2',
    tenantStatus: 0,
    tenantAlias: 'acme',
    cookieSettingsEnabled: false,
    deepLink: { url: '', androidPackageName: '', iosPackageId: '' },
  };

  it('show more with a key', async () => {
    expect(await responseOf('settings')).toMatchObject({
      ...always,
      timezone: 'Europe/Berlin',
      utcOffset: '01:00:00',
      ownerId: expect.any(String),
      limitedAccessSpace: false,
    });
  });

  it('answer without a key, but then no zone, owner or space access', async () => {
    const response = await ask(portal, 'settings', { headers: {} });
    expect(await response.json()).toMatchObject({ response: always, statusCode: 200 });
    const { response: told } = (await (await ask(portal, 'settings', { headers: {} })).json()) as {
      response: object;
    };
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(always).toSorted());
  });

  it('show a zone west of UTC, and the name of the portal', async () => {
    Object.assign(portal.state, { timezone: 'America/New_York', displayName: 'Acme Corporation' });
    expect(await responseOf('settings')).toMatchObject({
      timezone: 'America/New_York',
      utcOffset: '-05:00:00',
      greetingSettings: 'Acme Corporation',
    });
  });
});

describe('what it costs', () => {
  it('shows until when it is paid, year 1 for ever', async () => {
    portal.state.paidUntil = new Date('2026-12-30T23:00:00Z');
    expect(await responseOf('portal/tariff')).toEqual({
      state: 1,
      dueDate: '2026-12-31T00:00:00.0000000+01:00',
      delayDueDate: '0001-01-01T00:00:00.0000000Z',
      id: 4711,
      openSource: false,
      enterprise: false,
      developer: false,
      quotas: [],
    });
    portal.state.paidUntil = undefined;
    expect(await responseOf('portal/tariff')).toMatchObject({ dueDate: '0001-01-01T00:00:00.0000000Z' });
  });

  it('counts free and paid backups, shows the limit and whether more are paid', async () => {
    Object.assign(portal.state, { backupsThisMonth: { free: 2, paid: 5 }, backupServiceEnabled: true });
    expect(await responseOf('backup/getbackupscount')).toBe(2);
    expect(await responseOf('backup/getbackupscount?paid=true')).toBe(5);
    expect(await responseOf('backup/getservicestate')).toEqual({ enabled: true });
    expect(await responseOf('portal/payment/quota')).toEqual({
      features: [{ id: 'free_backup', type: 'count', value: 2, used: { value: 2 } }],
    });
    portal.state.standalone = true;
    expect(await responseOf('portal/payment/quota')).toMatchObject({ features: [{ value: -1 }] });
  });
});

it('writes moments of its database as PostgreSQL gives them back', async () => {
  portal.state.database = 'postgresql';
  portal.state.ownBackups = [backupRecord({ createdAt: now, storage: 'Local', alias: 'acme' })];
  const facts = { storage: 'Local', hour: 2, keep: 7, lastStartedAt: undefined } as const;
  portal.state.schedule = dailySchedule(facts);
  expect(await responseOf('backup/getbackuphistory')).toMatchObject([
    {
      createdOn: expect.stringMatching(/^2026-11-25T13:44:43\.\d{6}Z$/),
      expiresOn: '0001-01-01T00:00:00Z',
    },
  ]);
  expect(await responseOf('backup/getbackupschedule')).toMatchObject({
    lastBackupTime: '0001-01-01T00:00:00Z',
  });
});
