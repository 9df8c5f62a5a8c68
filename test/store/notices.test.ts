import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NoticeKey } from '../../src/backups/notices.ts';
import type { Notices } from '../../src/digest/notices.ts';
import { createNotices } from '../../src/store/notices.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const monday = new Date('2026-11-23T09:00:00Z');
const tuesday = new Date('2026-11-24T09:00:00Z');
const wednesday = new Date('2026-11-25T09:00:00Z');

const stale: NoticeKey = { portal: 'hr', finding: 'stale own', backupId: '', threshold: '' };
const expiry: NoticeKey = { portal: 'acme', finding: 'expiring own', backupId: 'b1', threshold: '' };
const soon: NoticeKey = { ...expiry, threshold: '21600000' };

describeOnEveryStore('the notices', (open) => {
  let test: TestStore;
  let notices: Notices;
  const ofTeam = (teamId: string) => createNotices({ database: test.store.database, teamId: () => teamId });

  beforeEach(async () => {
    test = await open();
    notices = ofTeam('T1');
  });
  afterEach(() => test.remove());

  it('are none before the first digest', async () => {
    expect(await notices.given('s1')).toEqual([]);
  });

  it('keep the day on which something was told first, and forget what is over', async () => {
    await notices.keep('s1', [expiry, stale], monday);
    await notices.keep('s1', [stale, soon, expiry], tuesday);
    expect(await notices.given('s1')).toEqual([
      { ...expiry, givenAt: monday },
      { ...soon, givenAt: tuesday },
      { ...stale, givenAt: monday },
    ]);
    await notices.keep('s1', [soon], wednesday);
    expect(await notices.given('s1')).toEqual([{ ...soon, givenAt: tuesday }]);
    await notices.keep('s1', [], wednesday);
    expect(await notices.given('s1')).toEqual([{ ...soon, givenAt: tuesday }]);
    await notices.keep('s1', [], new Date(wednesday.getTime() + 1));
    expect(await notices.given('s1')).toEqual([]);
  });

  it('belong to one subscription of one workspace', async () => {
    await notices.keep('s1', [stale], monday);
    await notices.keep('s2', [expiry], tuesday);
    await ofTeam('T2').keep('s1', [], wednesday);
    expect(await notices.given('s1')).toEqual([{ ...stale, givenAt: monday }]);
    expect(await notices.given('s2')).toEqual([{ ...expiry, givenAt: tuesday }]);
    expect(await ofTeam('T2').given('s1')).toEqual([]);
  });

  it('lose nothing when an older digest is remembered after a newer one', async () => {
    await notices.keep('s1', [stale], tuesday);
    await notices.keep('s1', [expiry], monday);
    expect(await notices.given('s1')).toEqual([
      { ...expiry, givenAt: monday },
      { ...stale, givenAt: tuesday },
    ]);
  });

  it('survive two copies that remember the same at once', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ ...stale, portal: `p${index}` }));
    await Promise.all([
      notices.keep('s1', many, monday),
      notices.keep('s1', many.toReversed(), monday),
      notices.keep('s1', many.slice(20), monday),
    ]);
    expect(await notices.given('s1')).toHaveLength(40);
  });

  it('may be more than fit into one statement', async () => {
    const many = Array.from({ length: 1_201 }, (_, index) => ({ ...expiry, portal: `p${index}` }));
    await notices.keep('s1', many, monday);
    const given = await notices.given('s1');
    expect(given).toHaveLength(1_201);
    await notices.keep('s1', many.slice(1), tuesday);
    expect((await notices.given('s1')).every(({ givenAt }) => givenAt.getTime() === monday.getTime())).toBe(
      true,
    );
  });
});
