import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Snooze } from '../../src/backups/snooze.ts';
import { createSnoozes } from '../../src/store/snoozes.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const at = new Date('2026-11-24T08:00:00Z');
const until = { kind: 'moment', at: new Date('2026-11-25T08:00:00Z') } as const;
const stale: Snooze = { portal: 'hr', finding: 'stale.own', until, by: 'U0ANN00001', at };

describeOnEveryStore('snoozes', (open) => {
  let opened: TestStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.remove());

  const snoozesOf = (team = 'T0ONE') =>
    createSnoozes({ database: opened.store.database, teamId: () => team });

  it('are remembered as they were put', async () => {
    const change: Snooze = { ...stale, portal: 'legal', until: { kind: 'change', from: '{"kind":"x"}' } };
    await snoozesOf().put(stale);
    await snoozesOf().put(change);
    expect(await snoozesOf().all()).toEqual(expect.arrayContaining([stale, change]));
  });

  it('are one for each finding: the last', async () => {
    const again: Snooze = { ...stale, until: { kind: 'change', from: 'x' }, by: 'U0BOB00001' };
    await snoozesOf().put(stale);
    await snoozesOf().put(again);
    expect(await snoozesOf().all()).toEqual([again]);
  });

  it('can be undone, one by one', async () => {
    const other: Snooze = { ...stale, finding: 'expiring.own' };
    await snoozesOf().put(stale);
    await snoozesOf().put(other);
    await snoozesOf().remove('hr', 'stale.own');
    expect(await snoozesOf().all()).toEqual([other]);
  });

  it('belong to one workspace', async () => {
    await snoozesOf('T0ONE').put(stale);
    expect(await snoozesOf('T0TWO').all()).toEqual([]);
    await snoozesOf('T0TWO').remove('hr', 'stale.own');
    expect(await snoozesOf('T0ONE').all()).toEqual([stale]);
  });

  it('of a finding that this version does not know are left alone', async () => {
    const row = {
      ...{ team_id: 'T0ONE', portal: 'hr', finding: 'haunted.own', snoozed_by: 'U0ANN00001' },
      ...{ until: null, changes_from: 'x', at: at.getTime() },
    };
    await opened.store.database.insertInto('snoozes').values(row).execute();
    expect(await snoozesOf().all()).toEqual([]);
  });
});
