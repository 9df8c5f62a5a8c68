import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotLookedUpError } from '../../src/digest/occasion.ts';
import { createNotices } from '../../src/store/notices.ts';
import { describeOnEveryStore, openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';
import { createDigestDays, dayMs, hourMs } from './digest-days.ts';

let test: TestStore;
afterEach(() => test.remove());

/** What is new, and the findings with what is said of them. */
function marked(lines: readonly string[] | undefined): string[] {
  return (lines ?? []).filter((line) => /^(Since |🔴|🟡|⚪)/u.test(line)).slice(1);
}

describeOnEveryStore('the digest of several days', (open) => {
  beforeEach(async () => {
    test = await open();
  });

  it('tells every day what is new since the one before', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    const [old, stays] = [days.make({ ageMs: 2 * dayMs }), days.make()];
    const [copy, kept] = [days.make({ leftMs: 23 * hourMs }), days.make()];
    days.lists('acme', old, stays, copy);
    days.lists('hr', kept);
    const monday = await days.lines();
    expect(monday).toEqual([
      '🟡 1 of 2 portals has backups that expire soon',
      '1 fine',
      '🟡 acme · 1 of 3 backups expires soon',
      '[2026-11-24 08:00 UTC] · 2 stay',
      '🟢 1 portal is fine · hr',
      'Warns 48 h before a backup expires · next digest: [2026-11-24 09:00 UTC]',
    ]);

    days.pass();
    const lost = days.make();
    days.lists('acme', old, stays, lost);
    const tuesday = await days.lines();
    expect(tuesday?.slice(0, 2)).toEqual([
      '🟢 Both portals are backed up',
      'Since [2026-11-23 09:00 UTC]: 1 new backup in acme · 1 expired',
    ]);

    days.pass();
    days.lists('acme', old, stays);
    expect((await days.lines())?.slice(0, 4)).toEqual([
      '🔴 1 of 2 portals has a problem',
      '1 fine',
      'Since [2026-11-24 09:00 UTC]: no new backups · 1 no longer listed in acme',
      '🔴 acme · 1 backup is no longer listed · new',
    ]);

    days.pass();
    days.refuses('hr');
    expect(marked(await days.lines())).toEqual([
      'Since [2026-11-25 09:00 UTC]: no new backups known',
      '🔴 acme · 1 backup is no longer listed · since [2026-11-25 UTC]',
      '🔴 hr · the key was refused · new',
    ]);

    days.pass();
    expect(marked(await days.lines())).toContain('🔴 hr · the key was refused · since [2026-11-26 UTC]');

    days.pass();
    const newest = days.make();
    days.lists('hr', kept, newest);
    expect((await days.lines())?.slice(2, 4)).toEqual([
      'Since [2026-11-27 09:00 UTC]: 1 new backup in hr',
      'hr can be read again',
    ]);

    days.pass();
    days.refuses('hr');
    expect(marked(await days.lines())).toContain('🔴 hr · the key was refused · new');

    days.pass();
    days.lists('acme', old, stays, lost);
    days.lists('hr', kept, newest);
    expect((await days.lines())?.slice(0, 3)).toEqual([
      '🟢 Both portals are backed up',
      'Since [2026-11-29 09:00 UTC]: no new backups · 1 listed again in acme',
      'hr can be read again',
    ]);
  });

  it('tells an expiry once, and once more when six hours are left', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.lists('acme', days.make(), days.make({ leftMs: 30 * hourMs }));
    days.lists('hr', days.make());
    expect((await days.lines())?.[2]).toBe('🟡 acme · 1 of 2 backups expires soon');
    days.pass(13 * hourMs);
    expect((await days.lines())?.[3]).toBe('🟡 acme · 1 of 2 backups expires soon · since [2026-11-23 UTC]');
    days.pass(12 * hourMs);
    expect((await days.lines())?.[3]).toBe('🟡 acme · 1 of 2 backups expires soon · 1 within 6 h');
    days.pass(hourMs);
    expect((await days.lines())?.[3]).toBe('🟡 acme · 1 of 2 backups expires soon · since [2026-11-23 UTC]');
  });

  it('tells again what an attempt may not have told', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.lists('hr', days.make());
    days.lists('acme', days.make());
    await days.lines();
    days.pass();
    days.refuses('acme');
    expect(await days.lines({}, {}, 'lost')).toContain('🔴 acme · the key was refused · new');
    const since = new Date(days.now.getTime() - dayMs);
    const dueAt = days.now;
    expect(await days.lines()).toContain('🔴 acme · the key was refused · new');
    days.pass(60_000);
    const repeat = await days.lines({}, { since, dueAt, mayRepeat: true });
    expect(repeat).toContain('🔴 acme · the key was refused · new');
    expect(repeat?.[1]).toBe('This may be a repeat: Slack did not confirm the one before.');
  });

  it('has each subscription told by itself', async () => {
    const days = createDigestDays(test, ['acme']);
    days.refuses('acme');
    await days.lines();
    days.pass();
    expect(await days.lines({ id: 's2' })).toContain('New');
    expect(await days.lines()).toContain('Since [2026-11-23 UTC]');
  });
});

describeOnEveryStore('a digest of problems only', (open) => {
  beforeEach(async () => {
    test = await open();
  });
  const only = { kind: 'problems' } as const;

  it('is silent on a green day, but for the first of each week', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    const isPosted: boolean[] = [];
    let first: string[] | undefined;
    // From Monday 23 November on.
    for (let day = 0; day < 9; day += 1) {
      days.lists('acme', days.make());
      days.lists('hr', days.make());
      const lines = await days.lines(only);
      first ??= lines;
      isPosted.push(lines !== undefined);
      days.pass();
    }
    expect(isPosted).toEqual([true, false, false, false, false, false, false, true, false]);
    expect(first).toEqual([
      '🟢 Both portals are backed up',
      expect.stringMatching(
        /^\*Problems only\*: the weekly all-clear · each has a backup less than 2 h old · /,
      ),
    ]);
  });

  it('tells a problem until it is over, then is silent, and calls it new when it comes back', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.lists('acme', days.make());
    days.lists('hr', days.make());
    await days.lines(only);
    const told: (string | undefined)[] = [];
    for (const isRefused of [true, true, false, true]) {
      days.pass();
      if (isRefused) days.refuses('acme');
      else days.lists('acme', days.make());
      const lines = await days.lines(only);
      told.push(lines?.find((line) => line.includes('🔴 acme')));
    }
    expect(told).toEqual([
      '🔴 acme · the key was refused · new',
      '🔴 acme · the key was refused · since [2026-11-24 UTC]',
      undefined,
      '🔴 acme · the key was refused · new',
    ]);
  });

  it('is posted by hand and previewed also when it has nothing to tell', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.lists('acme', days.make());
    days.lists('hr', days.make());
    await days.lines(only);
    days.pass();
    expect(await days.lines(only)).toBeUndefined();
    const byHand = await days.lines(only, { kind: 'by-hand', dueAt: undefined });
    expect(byHand?.[2]).toMatch(/^\*Problems only\* · /);
    const preview = await days.lines(only, { kind: 'preview', dueAt: undefined });
    expect(preview?.[2]).toMatch(
      /^\*Preview\*, only you see this · \*Problems only\*: would not be posted now · /,
    );
  });
});

describe('a snoozed finding', () => {
  beforeEach(async () => {
    test = await openEmbeddedStore();
  });

  /** What is told of a portal without a recent backup, on five mornings; it is snoozed on the third for a day. */
  async function tellStale(kind: 'all' | 'problems') {
    const days = createDigestDays(test, ['acme', 'hr']);
    const old = days.make({ ageMs: 9 * dayMs });
    const told: (string | undefined)[] = [];
    for (let day = 0; day < 5; day += 1) {
      days.lists('acme', old);
      days.lists('hr', days.make());
      const [by, at] = ['U0ANN00001', days.now];
      const until = { kind: 'moment', at: new Date(at.getTime() + dayMs) } as const;
      if (day === 2) await days.snoozes.put({ portal: 'acme', finding: 'stale.own', until, by, at });
      const lines = await days.lines({ kind });
      told.push(lines?.find((line) => line.includes(' acme ')));
      days.pass();
    }
    return told;
  }
  const first = '🟡 acme · no backup for 9 days (limit 7 days)';
  const again = '🟡 acme · no backup for 12 days (limit 7 days) · no longer snoozed, since [2026-11-23 UTC]';

  it('is told again when that is over, since the day on which it was told first', async () => {
    expect(await tellStale('all')).toEqual([
      first,
      '🟡 acme · no backup for 10 days (limit 7 days) · since [2026-11-23 UTC]',
      expect.stringContaining('(limit 7 days) · snoozed by <@U0ANN00001> until'),
      again,
      '🟡 acme · no backup for 13 days (limit 7 days) · since [2026-11-23 UTC]',
    ]);
  });

  it('breaks the silence when that is over, once', async () => {
    expect(await tellStale('problems')).toEqual([first, undefined, undefined, again, undefined]);
  });

  it('is new when that is over where it was not told before', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    const [by, at] = ['U0ANN00001', days.now];
    const until = { kind: 'moment', at: new Date(at.getTime() + dayMs + hourMs) } as const;
    await days.snoozes.put({ portal: 'acme', finding: 'stale.own', until, by, at });
    days.lists('acme', days.make({ ageMs: 9 * dayMs }));
    days.lists('hr', days.make());
    await days.lines();
    days.pass(2 * dayMs);
    expect(await days.lines()).toContainEqual(expect.stringMatching(/^🟡 acme · no backup for .* · new$/));
  });
});

describe('a digest', () => {
  beforeEach(async () => {
    test = await openEmbeddedStore();
  });

  it('judges by the limits of its subscription', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.lists('acme', days.make(), days.make({ leftMs: 30 * hourMs }));
    days.lists('hr', days.make({ ageMs: 3 * dayMs }));
    expect((await days.lines())?.[0]).toBe('🟡 1 of 2 portals has backups that expire soon');
    expect(await days.lines({ expiringWithinMs: 24 * hourMs })).toContainEqual(
      expect.stringContaining('nothing expires within 24 h'),
    );
    expect(await days.lines({ staleAfterMs: 2 * dayMs })).toContain(
      '🟡 hr · no backup for 3 days (limit 48 h) · new',
    );
  });

  it('is late because of the portals when it was begun in time', async () => {
    const days = createDigestDays(test, ['acme']);
    days.lists('acme', days.make());
    days.readingTakesMs = 6 * 60_000;
    expect((await days.lines())?.[1]).toMatch(
      /^\*Late by 6 min\*: it was due \[2026-11-23 09:00 UTC\]; portals were slow to answer · /,
    );
    days.readingTakesMs = 4 * 60_000;
    expect((await days.lines())?.join()).not.toContain('Late');
  });

  it('has the true reason when it was begun late', async () => {
    const days = createDigestDays(test, ['acme']);
    days.lists('acme', days.make());
    days.readingTakesMs = 6 * 60_000;
    const dueAt = new Date(days.now.getTime() - 2 * hourMs);
    const lines = await days.lines({}, { dueAt, late: { dueAt, reason: 'database' } });
    expect(lines?.[1]).toMatch(/^\*Late by 2 h\*: .*; the database could not be used · /);
  });

  it('goes on when the clock was set back', async () => {
    const days = createDigestDays(test, ['acme', 'hr']);
    days.refuses('acme');
    days.lists('hr', days.make());
    await days.lines();
    days.pass(-3 * dayMs);
    const lines = await days.lines();
    expect(lines).toContainEqual(expect.stringMatching(/^🔴 acme · the key was refused · since /));
    expect(lines?.join()).not.toContain('Since');
  });

  it('that was not posted is not remembered, and neither is a preview', async () => {
    const days = createDigestDays(test, ['acme']);
    days.refuses('acme');
    await days.lines({}, {}, 'lost');
    await days.lines({}, { kind: 'preview', dueAt: undefined });
    expect(await days.notices.given('s1')).toEqual([]);
  });

  it('shares what was read with those of the same moment, unless it is asked for by hand', async () => {
    const days = createDigestDays(test, ['acme']);
    await days.lines({ id: 's1' });
    days.pass(20_000);
    await days.lines({ id: 's2' });
    expect(days.readCount).toBe(1);
    await days.lines({}, { kind: 'by-hand' });
    expect(days.readCount).toBe(2);
    days.pass();
    await days.lines();
    expect(days.readCount).toBe(3);
  });

  it('promises no next one while its subscription is stopped', async () => {
    const days = createDigestDays(test, ['acme']);
    const lines = await days.lines({ state: { kind: 'stopped' } }, { kind: 'preview', dueAt: undefined });
    expect(lines?.join()).not.toContain('next digest');
  });

  it('is not written, but previewed, while the database cannot be used', async () => {
    const days = createDigestDays(test, ['acme']);
    days.lists('acme', days.make());
    await days.lines();
    await test.store.database.schema.dropTable('notices').execute();
    await expect(days.lines()).rejects.toBeInstanceOf(NotLookedUpError);
    const preview = await days.lines({}, { kind: 'preview', dueAt: undefined });
    expect(preview?.[0]).toBe('🟢 acme · backed up');
    expect(days.entries.at(-1)).toMatchObject({ level: 'warn' });
    await expect(
      createNotices({ database: test.store.database, teamId: () => 'T1' }).given('s1'),
    ).rejects.toThrow();
  });
});
