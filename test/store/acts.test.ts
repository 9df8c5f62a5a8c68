import { afterEach, beforeEach, expect, it } from 'vitest';
import { createActs } from '../../src/store/acts.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

describeOnEveryStore('acts', (open) => {
  let opened: TestStore;
  const of = (team: string) =>
    createActs(
      { database: opened.store.database, teamId: () => team },
      () => new Date('2026-11-25T09:00:00Z'),
    );
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.remove());

  it('are claimed once, over all copies', async () => {
    const copies = [of('T1'), of('T1')];
    const claims = await Promise.all([...copies, ...copies].map((copy) => copy.claim('1.2.a')));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await of('T1').claim('1.2.a')).toBe(false);
  });

  it('are claimed each by its own id, in each workspace', async () => {
    expect(await of('T1').claim('1.2.a')).toBe(true);
    expect(await of('T1').claim('1.2.b')).toBe(true);
    expect(await of('T2').claim('1.2.a')).toBe(true);
  });

  it('are kept with their time, so that they can be forgotten', async () => {
    await of('T1').claim('1.2.a');
    const rows = await opened.store.database.selectFrom('acts').selectAll().execute();
    expect(rows).toEqual([{ team_id: 'T1', trigger_id: '1.2.a', at: Date.parse('2026-11-25T09:00:00Z') }]);
  });

  it('cannot be claimed while the database cannot be used', async () => {
    await opened.store.database.schema.dropTable('acts').execute();
    await expect(of('T1').claim('1.2.a')).rejects.toThrow();
  });
});
