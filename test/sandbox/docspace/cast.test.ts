import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cast, castNames, startCast } from '../../../sandbox/cast.ts';
import type { SandboxPortal, WireRecord } from '../../../sandbox/docspace/portal-server.ts';
import { neverStamp } from '../../../sandbox/docspace/records.ts';
import { ask } from './ask.ts';

const hourMs = 60 * 60 * 1000;
const morning = new Date('2026-11-24T09:00:00Z');
let now = morning;
let cast: Cast;

beforeAll(async () => {
  cast = await startCast({ clock: () => now });
});
afterAll(() => cast.close());
beforeEach(async () => {
  now = morning;
  await cast.startOver();
});

const hoursUntil = (stamp: string): number => (Date.parse(`${stamp}Z`) - now.getTime()) / hourMs;
const newestAgeHours = (records: readonly WireRecord[]): number =>
  Math.min(...records.map((record) => 0 - hoursUntil(record.createdOn)));
const expiring = (records: readonly WireRecord[]): WireRecord[] =>
  records.filter((record) => record.expiresOn !== neverStamp && hoursUntil(record.expiresOn) <= 48);
/** Whose file name carries the minute of the nightly run. */
const scheduledCopies = (records: readonly WireRecord[]): number =>
  records.filter((record) => record.fileName?.includes('_02-07-00')).length;
const statusOf = async (portal: SandboxPortal): Promise<number> =>
  (await ask(portal, 'backup/getbackuphistory')).status;

describe('the opening scene', () => {
  it('has seven portals that answer at their addresses, but for one that is down', async () => {
    expect(cast.list.map((member) => member.name)).toEqual([...castNames]);
    const { field, legal, ...sound } = cast.portals;
    for (const portal of Object.values(sound)) expect(await statusOf(portal)).toBe(200);
    expect(await statusOf(legal)).toBe(401);
    await expect(statusOf(field)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('has two backups of acme that expire soon, copies in a room that stay and one odd record', () => {
    const { ownBackups } = cast.portals.acme.state;
    expect(expiring(ownBackups).map((record) => record.storageType)).toEqual([4, 4]);
    expect(ownBackups.filter((record) => record.storageType === 0)).toHaveLength(12);
    expect(ownBackups.filter((record) => record.fileName === null)).toMatchObject([{ storageType: 9 }]);
  });

  it('has a newest backup of hr that is nine days old', () => {
    expect(newestAgeHours(cast.portals.hr.state.ownBackups)).toBe(9 * 24);
  });

  it('has only backups of archive that are gone within a day', () => {
    const { ownBackups } = cast.portals.archive.state;
    expect(ownBackups).toHaveLength(3);
    for (const { expiresOn } of ownBackups) {
      expect(hoursUntil(expiresOn)).toBeGreaterThan(0);
      expect(hoursUntil(expiresOn)).toBeLessThan(24);
    }
  });

  it('has a history of finance that is long and in order', () => {
    const { ownBackups } = cast.portals.finance.state;
    expect(new Set(ownBackups.map((record) => record.id)).size).toBe(200);
    expect(Math.max(...ownBackups.map((record) => -hoursUntil(record.createdOn)))).toBeGreaterThan(
      3 * 365 * 24,
    );
    expect(expiring(ownBackups)).toEqual([]);
  });

  it('lists nothing that no real server lists', () => {
    for (const { state } of Object.values(cast.portals)) {
      expect([...state.ownBackups, ...state.dumps].map((record) => record.storageType)).not.toContain(2);
    }
  });

  it('keeps as many scheduled copies as its schedules say; the others were made by hand', () => {
    for (const { state } of Object.values(cast.portals)) {
      const { schedule, dumpSchedule } = state;
      if (schedule)
        expect(scheduledCopies(state.ownBackups)).toBeLessThanOrEqual(schedule.backupsStored ?? 0);
      if (dumpSchedule) expect(state.dumps.length).toBeLessThanOrEqual(dumpSchedule.backupsStored ?? 0);
      expect(state.dumps.length > 0).toBe(dumpSchedule !== undefined);
    }
  });

  it('has dumps at design only, and lets its key see them', async () => {
    expect(cast.list.filter((member) => member.dumps).map((member) => member.name)).toEqual(['design']);
    expect(newestAgeHours(cast.portals.design.state.dumps)).toBeLessThan(7 * 24);
    expect((await ask(cast.portals.design, 'backup/getbackuphistory?Dump=true')).status).toBe(200);
    expect((await ask(cast.portals.acme, 'backup/getbackuphistory?Dump=true')).status).toBe(403);
  });

  it.each(['2026-11-24T09:00:00Z', '2026-03-01T02:05:00Z', '2028-02-29T00:00:00Z', '2026-12-31T23:59:59Z'])(
    'has nightly backups that are finished and fresh at %s',
    async (moment) => {
      now = new Date(moment);
      await cast.startOver();
      for (const name of ['acme', 'design', 'finance', 'legal', 'field'] as const) {
        const age = newestAgeHours(cast.portals[name].state.ownBackups);
        expect(age).toBeGreaterThan(0);
        expect(age).toBeLessThan(25);
        const started = -hoursUntil(cast.portals[name].state.schedule?.lastBackupTime ?? '');
        expect(started).toBeGreaterThan(0);
        expect(started).toBeLessThan(25);
      }
    },
  );
});

describe('the keys', () => {
  it('stay valid from one start to the next', async () => {
    await using again = await startCast({ clock: () => now });
    const keysOf = ({ list }: Cast) => list.map(({ portal }) => portal.apiKey);
    expect(keysOf(again)).toEqual(keysOf(cast));
    expect(new Set(keysOf(cast)).size).toBe(castNames.length);
  });
});

describe('the story', () => {
  it('takes a portal down and brings it back', async () => {
    await cast.takeDown('hr');
    await expect(statusOf(cast.portals.hr)).rejects.toThrow();
    await cast.bringBack('hr');
    expect(await statusOf(cast.portals.hr)).toBe(200);
  });

  it('refuses a key and accepts it again', async () => {
    cast.refuseKey('hr');
    expect(await statusOf(cast.portals.hr)).toBe(401);
    cast.acceptKey('hr');
    expect(await statusOf(cast.portals.hr)).toBe(200);
  });

  it('makes backups now, each with an id of its own', () => {
    const { ownBackups } = cast.portals.hr.state;
    cast.makeBackup('hr');
    cast.makeBackup('hr', 'Local');
    cast.makeBackup('hr', 'Local');
    expect(newestAgeHours(ownBackups)).toBe(0);
    expect(new Set(ownBackups.map((record) => record.id)).size).toBe(8);
  });

  it('lets a backup be about to expire', () => {
    cast.letOneExpireSoon('design');
    expect(
      expiring(cast.portals.design.state.ownBackups).map(({ expiresOn }) => hoursUntil(expiresOn)),
    ).toEqual([0.5]);
  });

  it('slows a portal down', async () => {
    cast.slowDown('hr', 60_000);
    const signal = AbortSignal.timeout(50);
    await expect(ask(cast.portals.hr, 'settings', { signal })).rejects.toThrow(/timeout/);
  });

  it('heals everything but touches no backup', async () => {
    cast.slowDown('hr', 60_000);
    cast.portals.acme.misbehave({ kind: 'html' });
    cast.makeBackup('acme');
    const before = structuredClone(cast.portals.acme.state.ownBackups);
    await cast.healAll();
    for (const portal of Object.values(cast.portals)) expect(await statusOf(portal)).toBe(200);
    expect(cast.portals.acme.state.ownBackups).toEqual(before);
  });

  it('lives through a night: one that was down is back, a backup is lost, and what expired is gone', async () => {
    now = new Date('2026-11-25T09:01:00Z');
    await cast.liveNight(morning);
    expect(await statusOf(cast.portals.field)).toBe(200);
    expect(cast.portals.design.state.ownBackups).toHaveLength(29);
    expect(cast.portals.archive.state.ownBackups).toHaveLength(0);
    expect(newestAgeHours(cast.portals.acme.state.ownBackups)).toBeLessThan(7);
    expect(cast.hasTemporary).toBe(false);
  });

  it('loses one backup only, and has a portal go down in a night when none was', async () => {
    for (const day of ['25', '26']) {
      const before = now;
      now = new Date(`2026-11-${day}T09:01:00Z`);
      await cast.liveNight(before);
    }
    expect(cast.portals.design.state.ownBackups).toHaveLength(29 + 1);
    await expect(statusOf(cast.portals.field)).rejects.toThrow();
    expect(await statusOf(cast.portals.hr)).toBe(200);
  });

  it('makes all well after a night: every portal up, with a fresh backup, and nothing lost', async () => {
    now = new Date('2026-11-25T09:01:00Z');
    await cast.liveNight(morning);
    await cast.makeAllWell();
    for (const { portal } of cast.list) {
      expect(await statusOf(portal)).toBe(200);
      expect(newestAgeHours(portal.state.ownBackups)).toBeLessThan(7);
      expect(portal.state.ownBackups.filter(({ expiresOn }) => expiresOn !== neverStamp)).toEqual([]);
    }
    expect(cast.portals.design.state.ownBackups).toHaveLength(30);
  });

  it('starts over with fresh dates and the old problems', async () => {
    await cast.healAll();
    now = new Date(morning.getTime() + 30 * 24 * hourMs);
    await cast.startOver();
    expect(newestAgeHours(cast.portals.hr.state.ownBackups)).toBe(9 * 24);
    expect(await statusOf(cast.portals.legal)).toBe(401);
    await expect(statusOf(cast.portals.field)).rejects.toThrow();
  });
});

describe('a crowd', () => {
  /** What a reader of the portals' histories sees, worst first. */
  async function conditionOf(portal: SandboxPortal): Promise<string> {
    const status = await statusOf(portal).catch(() => 'down' as const);
    if (status !== 200) return String(status);
    const { ownBackups } = portal.state;
    if (ownBackups.length === 0) return 'no backups';
    const leaving = expiring(ownBackups).length;
    if (leaving > 0) return leaving === ownBackups.length ? 'loses its last' : 'expiring';
    return newestAgeHours(ownBackups) > 7 * 24 ? 'stale' : 'fine';
  }

  async function countConditions(portalCount: number): Promise<Record<string, number>> {
    await using crowd = await startCast({ clock: () => now, portalCount });
    expect(new Set(crowd.list.map(({ name }) => name)).size).toBe(portalCount);
    expect(crowd.list.slice(0, 7).map(({ name }) => name)).toEqual([...castNames]);
    const counts: Record<string, number> = {};
    for (const condition of await Promise.all(crowd.list.map(({ portal }) => conditionOf(portal)))) {
      counts[condition] = (counts[condition] ?? 0) + 1;
    }
    return counts;
  }

  it('of 300 has 16 that are not fine', async () => {
    expect(await countConditions(300)).toEqual({
      ...{ 'loses its last': 2, 'no backups': 1, down: 3, 401: 3 },
      ...{ expiring: 4, stale: 3, fine: 284 },
    });
  });

  it('of another size has as many of each in proportion, and at least those of the story', async () => {
    expect(await countConditions(8)).toEqual({
      ...{ 'loses its last': 1, down: 1, 401: 1, expiring: 1, stale: 1, fine: 3 },
    });
    expect(await countConditions(500)).toEqual({
      ...{ 'loses its last': 3, 'no backups': 2, down: 5, 401: 5 },
      ...{ expiring: 7, stale: 5, fine: 473 },
    });
  });

  it('has its customers in four regions, and the seven of the story in none', async () => {
    await using crowd = await startCast({ clock: () => now, portalCount: 300 });
    const groups = crowd.list.map(({ group }) => group);
    expect(new Set(groups.slice(0, castNames.length))).toEqual(new Set([undefined]));
    expect(new Set(groups.slice(castNames.length))).toEqual(new Set(['north', 'east', 'south', 'west']));
  });

  it('names its customers by number, and starts over and heals with the others', async () => {
    await using crowd = await startCast({ clock: () => now, portalCount: 300 });
    const [first, ...others] = crowd.list.slice(castNames.length);
    expect([first?.name, others.at(-1)?.name]).toEqual(['customer-001', 'customer-293']);
    const conditions = () => Promise.all(crowd.list.map(({ portal }) => conditionOf(portal)));
    const opening = await conditions();
    now = new Date(morning.getTime() + 24 * hourMs);
    await crowd.liveNight(morning);
    await crowd.makeAllWell();
    expect(new Set(await conditions())).toEqual(new Set(['fine']));
    now = morning;
    await crowd.startOver();
    expect(await conditions()).toEqual(opening);
  });
});
