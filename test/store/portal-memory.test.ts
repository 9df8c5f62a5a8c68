import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { HistoryPart, Part } from '../../src/backups/reading.ts';
import type { Known, Memory } from '../../src/readings/memory.ts';
import { createPortalMemory } from '../../src/store/portal-memory.ts';
import { aBackup, aPortal, at, dayMs, fromNow, hourMs, oddBackup } from '../backups/sample-backups.ts';
import { failedAt, goneIn, named, readAt } from '../backups/sample-pasts.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const acme = aPortal('acme');
const hr = aPortal('hr');
const longAgo = fromNow(-400 * dayMs);
const [monday, tuesday, wednesday] = [0, 1, 2].map((days) => fromNow(days * dayMs)) as [Date, Date, Date];
const [a, b] = ['a', 'b'].map((id) => named(id)) as [Backup, Backup];

describeOnEveryStore('the past of portals', (open) => {
  let test: TestStore;
  let memory: Memory;
  beforeEach(async () => {
    test = await open();
    memory = memoryOf('T1');
    await memory.watch([acme, hr], monday);
  });
  afterEach(() => test.remove());

  function memoryOf(team: string): Memory {
    return createPortalMemory({ database: test.store.database, teamId: () => team });
  }

  async function recall(portal = acme, part: Part = 'own', within = memory): Promise<Known | undefined> {
    const [recalled] = await within.recall([{ portal, part }], longAgo);
    return recalled?.past && { revision: recalled.revision, past: recalled.past };
  }

  /** Compares and remembers, as one copy of the bot does. */
  async function remember(answer: HistoryPart, portal = acme, within = memory) {
    const { part } = answer;
    const before = await recall(portal, part, within);
    const past = updatePast(before?.past, answer);
    const changed = past.backups.filter((each) => !before?.past.backups.includes(each));
    return within.record([{ portal, part, past, revision: before?.revision, changed }]);
  }

  it('are empty at first', async () => {
    expect(await recall()).toBeUndefined();
  });

  it('come back as they were recorded', async () => {
    const answers = [
      readAt(monday, [a, b, { ...oddBackup, storage: { kind: 'unknown', label: undefined } }]),
      failedAt(tuesday),
      readAt(wednesday, [{ ...b, expiry: at(fromNow(hourMs)) }, named('c', { createdAt: undefined })]),
    ];
    let past = updatePast(undefined, answers[0] ?? failedAt(monday));
    await remember(answers[0] ?? failedAt(monday));
    for (const answer of answers.slice(1)) {
      past = updatePast(past, answer);
      expect(await remember(answer)).toEqual([]);
      const recalled = (await recall())?.past;
      expect({ ...recalled, backups: new Set(recalled?.backups) }).toEqual({
        ...past,
        backups: new Set(past.backups),
      });
    }
    expect(goneIn(past)).toEqual({ a: 'rotated', undefined: 'unexplained' });
  });

  it('are of each list separately', async () => {
    await remember(readAt(monday, [a]));
    await remember(readAt(monday, [{ ...a, dump: true }], 'dumps'));
    await remember(readAt(tuesday, [b]), hr);
    expect((await recall())?.past.backups.map(({ backup }) => backup)).toEqual([a]);
    expect((await recall(acme, 'dumps'))?.past.backups.map(({ backup }) => backup)).toEqual([
      { ...a, dump: true },
    ]);
    const lists = [acme, hr].map((portal) => ({ portal, part: 'own' }) as const);
    const recalled = await memory.recall(lists, longAgo);
    expect(recalled.map(({ portal, past }) => [portal, past?.lastReadAt])).toEqual(
      expect.arrayContaining([
        [acme, monday],
        [hr, tuesday],
      ]),
    );
  });

  it('are of each workspace separately', async () => {
    await remember(readAt(monday, [a]));
    const other = memoryOf('T2');
    await other.watch([acme], monday);
    expect(await recall(acme, 'own', other)).toBeUndefined();
    await remember(readAt(tuesday, [b]), acme, other);
    expect((await recall())?.past.backups).toMatchObject([{ backup: a }]);
  });

  it('hold any id and name that a portal sends', async () => {
    const odd = ['\u0000', '\ud800', '', 'x'.repeat(100), "'; drop table readings; --", '😀'];
    const backups = odd.flatMap((text) => [
      named(`id ${text}`, { fileName: text.repeat(10) }),
      aBackup({ id: undefined, fileName: `name ${text}` }),
    ]);
    await remember(readAt(monday, backups));
    expect((await recall())?.past.backups.map(({ backup }) => backup)).toEqual(
      expect.arrayContaining(backups),
    );
    await remember(readAt(tuesday, backups));
    expect(goneIn((await recall())?.past ?? expect.fail())).toEqual({});
    expect((await recall())?.past.backups).toHaveLength(backups.length);
  });

  it('hold thousands of dumps', async () => {
    const dumps = Array.from({ length: 5_000 }, (_, index) => named(`dump-${index}`, { dump: true }));
    await remember(readAt(monday, dumps, 'dumps'));
    await remember(readAt(tuesday, dumps.slice(0, 1_000), 'dumps'));
    const past = (await recall(acme, 'dumps'))?.past;
    expect(past?.backups.filter(({ gone }) => gone === undefined)).toHaveLength(1_000);
    expect(past?.backups.filter(({ gone }) => gone !== undefined)).toHaveLength(4_000);
  }, 20_000);

  it('leave out what went long ago', async () => {
    await remember(readAt(monday, [a, b]));
    await remember(readAt(tuesday, [b]));
    const [recalled] = await memory.recall([{ portal: acme, part: 'own' }], wednesday);
    expect(recalled?.past?.backups).toMatchObject([{ backup: b }]);
  });

  it('leave out what is known already', async () => {
    await remember(readAt(monday, [a]));
    const known = await recall();
    const again = await memory.recall([{ portal: acme, part: 'own', known }], longAgo);
    expect(again).toEqual([{ portal: acme, part: 'own', revision: known?.revision, past: undefined }]);
    await remember(readAt(tuesday, [a, b]));
    const [changed] = await memory.recall([{ portal: acme, part: 'own', known }], longAgo);
    expect(changed?.past?.backups).toHaveLength(2);
  });

  it('let only one of two copies record what both compared with the same', async () => {
    await remember(readAt(monday, [a, b]));
    const before = (await recall()) ?? expect.fail();
    const changes = [readAt(tuesday, [a]), readAt(fromNow(dayMs + 1), [a, b])].map((answer) => {
      const past = updatePast(before.past, answer);
      const changed = past.backups.filter((each) => !before.past.backups.includes(each));
      return { portal: acme, part: 'own', past, revision: before.revision, changed } as const;
    });
    const refused = await Promise.all(changes.map((change) => memory.record([change])));
    expect(refused.flat()).toHaveLength(1);
    const kept = changes.find((change) => !refused.flat().includes(change));
    expect((await recall())?.past.askedAt).toEqual(kept?.past.askedAt);
  });

  it('let only one of several copies record the first reading', async () => {
    const past = updatePast(undefined, readAt(monday, [a]));
    const change = { portal: acme, part: 'own', past, revision: undefined, changed: past.backups } as const;
    const refused = await Promise.all(Array.from({ length: 4 }, () => memoryOf('T1').record([change])));
    expect(refused.flat()).toHaveLength(3);
  });

  it('are recorded wholly or not at all', async () => {
    await remember(readAt(monday, [a]));
    const before = (await recall()) ?? expect.fail();
    const past = updatePast(before.past, readAt(tuesday, [a, b]));
    const broken = { ...past.backups[0], gone: { at: new Date(Number.NaN), lastSeenAt: monday, why: {} } };
    const changed = [...past.backups.slice(1), broken] as typeof past.backups;
    const change = { portal: acme, part: 'own', past, revision: before.revision, changed } as const;
    await expect(memory.record([change])).rejects.toThrow();
    expect(await recall()).toEqual(before);
  });

  it('are begun anew when a portal left the configuration and comes back', async () => {
    await remember(readAt(monday, [a, b]));
    await memory.watch([hr], tuesday);
    await memory.watch([hr], wednesday);
    await expect(leftAt()).resolves.toEqual(tuesday.getTime());
    await memory.watch([acme, hr], wednesday);
    await expect(leftAt()).resolves.toBeNull();
    expect((await recall())?.past).toMatchObject({ firstReadAt: undefined, lastReadAt: undefined });
    await remember(readAt(fromNow(3 * dayMs), [b]));
    expect(goneIn((await recall())?.past ?? expect.fail())).toEqual({ a: 'unwatched' });
  });

  async function leftAt() {
    const row = await test.store.database
      .selectFrom('portals')
      .selectAll()
      .where('team_id', '=', 'T1')
      .where('name', '=', 'acme')
      .executeTakeFirstOrThrow();
    return row.left_at;
  }

  it('stay when nothing changed in the configuration', async () => {
    await remember(readAt(monday, [a, b]));
    await memory.watch([acme, hr], tuesday);
    expect((await recall())?.past.firstReadAt).toEqual(monday);
  });

  describe('of a portal whose address changed', () => {
    const moved = { ...acme, url: 'https://elsewhere.example.com' };

    it('are forgotten', async () => {
      await remember(readAt(monday, [a]));
      await memory.watch([moved, hr], tuesday);
      expect(await recall(moved)).toBeUndefined();
      await remember(readAt(tuesday, [b]), moved);
      expect((await recall(moved))?.past).toMatchObject({ firstReadAt: tuesday, backups: [{ backup: b }] });
    });

    it('are not mixed with what a copy reads that still has the old address', async () => {
      await memory.watch([moved, hr], tuesday);
      await remember(readAt(tuesday, [a, b]), moved);
      expect(await recall(acme)).toBeUndefined();
      expect(await remember(readAt(wednesday, []), acme)).toHaveLength(1);
      expect(goneIn((await recall(moved))?.past ?? expect.fail())).toEqual({});
    });
  });
});
