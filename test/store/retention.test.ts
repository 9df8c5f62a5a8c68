import { expect, it, onTestFinished, vi } from 'vitest';
import { startRetention, tidy } from '../../src/store/retention.ts';
import type { StoreContext } from '../../src/store/schema.ts';
import { createLogBook } from '../digest/log-book.ts';
import { type AnyRow, type AnyTable, insertRows, rowMaker, rowsIn } from './any-row.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const now = new Date('2026-11-25T09:00:00Z');
const dayMs = 24 * 3_600_000;
const daysAgo = (days: number) => now.getTime() - days * dayMs;

async function opened(open: () => Promise<TestStore>) {
  const { store, remove } = await open();
  onTestFinished(remove);
  const { database } = store;
  const context: StoreContext = { database, teamId: () => 'T1' };
  return { context, database, rowOf: await rowMaker() };
}

/** By table: what is too old, and what is only just not. */
const cases: readonly (readonly [AnyTable, string, AnyRow, AnyRow])[] = [
  [
    'deliveries',
    'settled 90 days ago',
    { slot_at: daysAgo(91), settled_at: daysAgo(90) - 1 },
    { slot_at: daysAgo(91), settled_at: daysAgo(90) },
  ],
  [
    'deliveries',
    'due 90 days ago and never settled',
    { slot_at: daysAgo(90) - 1, settled_at: null },
    { slot_at: daysAgo(90), settled_at: null },
  ],
  [
    'subscriptions',
    'stopped 400 days ago',
    { state: 'stopped', updated_at: daysAgo(400) - 1 },
    { state: 'stopped', updated_at: daysAgo(400) },
  ],
  [
    'subscriptions',
    'broken 400 days ago',
    { state: 'broken', updated_at: daysAgo(400) - 1 },
    { state: 'on', updated_at: daysAgo(4_000) },
  ],
  [
    'notices',
    'not open for 400 days',
    { given_at: daysAgo(500), open_at: daysAgo(400) - 1 },
    { given_at: daysAgo(500), open_at: daysAgo(400) },
  ],
  ['acts', 'a day old', { at: daysAgo(1) - 1 }, { at: daysAgo(1) }],
  ['snoozes', 'over for 30 days', { until: daysAgo(30) - 1 }, { until: daysAgo(30) }],
  ['snoozes', 'over for 30 days, unlike one without an end', { until: daysAgo(31) }, { until: null }],
  ['backups_seen', 'gone for 90 days', { gone_at: daysAgo(90) - 1 }, { gone_at: daysAgo(90) }],
  ['backups_seen', 'gone, unlike one that is listed', { gone_at: daysAgo(91) }, { gone_at: null }],
  ['portals', 'not configured for 30 days', { left_at: daysAgo(30) - 1 }, { left_at: daysAgo(30) }],
];

describeOnEveryStore('retention', (open) => {
  it.each(cases)('of %s deletes what is %s', async (table, _, old, kept) => {
    const { context, database, rowOf } = await opened(open);
    await insertRows(database, table, [rowOf(table, 'old', old), rowOf(table, 'kept', kept)]);
    await insertRows(database, table, [rowOf(table, 'old of others', { ...old, team_id: 'T2' })]);
    await tidy(context, now);
    expect(await rowsIn(database, table)).toEqual(
      expect.arrayContaining([
        rowOf(table, 'kept', kept),
        rowOf(table, 'old of others', { ...old, team_id: 'T2' }),
      ]),
    );
    expect(await rowsIn(database, table)).toHaveLength(2);
  });

  it('deletes all that is known of a portal that left, and of no other', async () => {
    const { context, database, rowOf } = await opened(open);
    const tables = ['readings', 'backups_seen', 'notices', 'snoozes'] as const;
    const fresh = { open_at: now.getTime(), until: null, gone_at: null };
    for (const table of tables) {
      await insertRows(database, table, [
        rowOf(table, '1', { ...fresh, portal: 'gone' }),
        rowOf(table, '2', { ...fresh, portal: 'acme' }),
      ]);
    }
    await insertRows(database, 'portals', [
      rowOf('portals', 'gone', { name: 'gone', left_at: daysAgo(31) }),
      rowOf('portals', 'acme', { name: 'acme', left_at: daysAgo(29) }),
    ]);
    await tidy(context, now);
    for (const table of tables) {
      expect(await rowsIn(database, table)).toEqual([rowOf(table, '2', { ...fresh, portal: 'acme' })]);
    }
    expect(await rowsIn(database, 'portals')).toMatchObject([{ name: 'acme' }]);
  });

  it('deletes any number of rows, and none after it was told to stop', async () => {
    const { context, database, rowOf } = await opened(open);
    const rows = Array.from({ length: 2_500 }, (_, at) => rowOf('acts', `${at}`, { at: daysAgo(2) }));
    await insertRows(database, 'acts', rows);
    await tidy(context, now, AbortSignal.abort());
    expect(await rowsIn(database, 'acts')).toHaveLength(2_500);
    await tidy(context, now);
    expect(await rowsIn(database, 'acts')).toEqual([]);
  });

  it('happens once a day, in one of two copies', async () => {
    const { context, database, rowOf } = await opened(open);
    const { log, entries } = createLogBook();
    let time = now;
    const start = () => startRetention(context, { clock: () => time, log });
    const [first, second] = [start(), start()];
    await vi.waitFor(async () => expect(await rowsIn(database, 'acts')).toHaveLength(1));
    await Promise.all([first.stop(), second.stop()]);
    await insertRows(database, 'acts', [rowOf('acts', 'old', { at: daysAgo(2) })]);
    const again = start();
    await vi.waitFor(() => again.stop());
    expect(await rowsIn(database, 'acts')).toHaveLength(2);
    time = new Date(now.getTime() + dayMs);
    const nextDay = start();
    await vi.waitFor(async () => expect(await rowsIn(database, 'acts')).toHaveLength(2));
    await nextDay.stop();
    expect(entries).toEqual([]);
  });
});
