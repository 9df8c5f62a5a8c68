import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backupRecord,
  backupSeries,
  dailySchedule,
  inDatabaseOrder,
} from '../../../sandbox/docspace/records.ts';

const createdAt = new Date('2026-11-23T02:15:00Z');

describe('a record', () => {
  it('looks like one of the portal', () => {
    expect(backupRecord({ createdAt, storage: 'Documents', alias: 'acme' })).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      fileName: 'acme_2026-11-23_02-15-00.tar.gz',
      storageType: 0,
      createdOn: '2026-11-23T02:15:00',
      expiresOn: '0001-01-01T00:00:00',
    });
  });

  it('expires a day after it was made in temporary storage', () => {
    const record = backupRecord({ createdAt, storage: 'DataStore', alias: 'acme' });
    expect(record).toMatchObject({ storageType: 4, expiresOn: '2026-11-24T02:15:00' });
  });

  it('expires as configured', () => {
    const expiresAt = new Date('2026-12-01T00:00:00Z');
    const record = backupRecord({ createdAt, storage: 'Local', alias: 'acme', expiresAt });
    expect(record.expiresOn).toBe('2026-12-01T00:00:00');
  });

  it('carries the start in its file name and the end in its date', () => {
    const startedAt = new Date('2026-11-23T02:10:00Z');
    const record = backupRecord({ createdAt, startedAt, storage: 'Local', alias: 'acme' });
    expect(record).toMatchObject({
      fileName: 'acme_2026-11-23_02-10-00.tar.gz',
      createdOn: '2026-11-23T02:15:00',
    });
  });

  it('is the same for the same facts and another for other facts', () => {
    const facts = { createdAt, storage: 'Local', alias: 'acme' } as const;
    expect(backupRecord(facts)).toEqual(backupRecord(facts));
    expect(backupRecord({ ...facts, alias: 'hr' }).id).not.toBe(backupRecord(facts).id);
    expect(backupRecord({ ...facts, storage: 'Documents' }).id).not.toBe(backupRecord(facts).id);
  });
});

it('makes a series newest first, with ids of its own and no backup before its start', () => {
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 31 }),
      (at, count, everyDays) => {
        const newestAt = new Date(Math.floor(at.getTime() / 1000) * 1000);
        const series = backupSeries({ count, newestAt, everyDays, storage: 'Local', alias: 'a' });
        const created = series.map((record) => record.createdOn);
        expect(created[0]).toBe(newestAt.toISOString().slice(0, 19));
        expect(created).toEqual(created.toSorted().toReversed());
        expect(new Set(series.map((record) => record.id)).size).toBe(count);
        for (const { fileName, createdOn } of series) {
          const [, date, time] = fileName?.match(/^a_(.{10})_(.{8})\.tar\.gz$/) ?? [];
          expect(`${date}T${time?.replaceAll('-', ':')}` < createdOn).toBe(true);
        }
      },
    ),
  );
});

it('lists in an order that is not by date', () => {
  const facts = { count: 20, newestAt: createdAt, everyDays: 1, storage: 'Local', alias: 'a' } as const;
  const series = backupSeries(facts);
  const listed = inDatabaseOrder(series);
  expect(listed).toHaveLength(20);
  expect(new Set(listed)).toEqual(new Set(series));
  const dates = listed.map((record) => record.createdOn);
  expect(dates).not.toEqual(dates.toSorted());
  expect(dates).not.toEqual(dates.toSorted().toReversed());
});

it('writes the year 1 for a schedule that never ran', () => {
  const facts = { storage: 'Documents', hour: 2, keep: 7 } as const;
  expect(dailySchedule({ ...facts, lastStartedAt: undefined }).lastBackupTime).toBe('0001-01-01T00:00:00');
  expect(dailySchedule({ ...facts, lastStartedAt: createdAt }).lastBackupTime).toBe('2026-11-23T02:15:00');
});
