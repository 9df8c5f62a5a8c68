import { expect, it } from 'vitest';
import { liveOn, loseBackup, restoreBackup } from '../../../sandbox/docspace/night.ts';
import { createPortalState, type PortalState } from '../../../sandbox/docspace/portal-state.ts';
import { backupRecord, neverStamp } from '../../../sandbox/docspace/records.ts';
import { scenes } from '../../../sandbox/docspace/scenes.ts';

const evening = new Date('2026-11-24T18:00:00Z');
const morning = new Date('2026-11-25T09:01:00Z');

function portal(name: keyof typeof scenes): PortalState {
  return { ...createPortalState(name), ...scenes[name](evening) };
}

const newest = (state: PortalState): string =>
  state.ownBackups
    .map(({ createdOn }) => createdOn)
    .toSorted()
    .at(-1) ?? '';

it('runs the schedules that were due, and rotates as they say', () => {
  const state = portal('design');
  const before = structuredClone(state);
  liveOn(state, evening, morning);
  expect([newest(before), newest(state)]).toEqual(['2026-11-24T02:09:00', '2026-11-25T02:10:00']);
  expect(state.schedule?.lastBackupTime).toBe('2026-11-25T02:07:00');
  expect([state.ownBackups.length, state.dumps.length]).toEqual([30, 7]);
  const ids = new Set(state.ownBackups.map(({ id }) => id));
  const rotated = before.ownBackups.filter(({ id }) => !ids.has(id));
  expect(rotated.map(({ createdOn }) => createdOn)).toEqual([
    before.ownBackups.map(({ createdOn }) => createdOn).toSorted()[0],
  ]);
});

it('keeps what was made by hand, whatever the schedule rotates', () => {
  const state = portal('finance');
  liveOn(state, evening, morning);
  expect(state.ownBackups).toHaveLength(200);
});

it('runs each due night once, however the time is cut into pieces', () => {
  const [whole, pieces] = [portal('acme'), portal('acme')];
  const later = new Date('2026-11-27T09:01:00Z');
  liveOn(whole, evening, later);
  for (const [from, to] of [
    [evening, new Date('2026-11-25T02:07:30Z')],
    [new Date('2026-11-25T02:07:30Z'), morning],
    [morning, later],
  ] as const)
    liveOn(pieces, from, to);
  expect(pieces.ownBackups).toEqual(whole.ownBackups);
  expect(newest(whole)).toBe('2026-11-27T02:10:00');
});

it('runs a schedule at its hour in the zone of the portal', () => {
  const state = { ...portal('field'), timezone: 'America/New_York' };
  liveOn(state, evening, morning);
  expect(newest(state)).toBe('2026-11-25T07:10:00');
});

it('removes what has expired, and only that', () => {
  const state = portal('archive');
  liveOn(state, evening, new Date('2026-11-25T09:01:00Z'));
  expect(state.ownBackups).toHaveLength(1);
  liveOn(state, evening, new Date('2026-11-26T09:01:00Z'));
  expect(state.ownBackups).toEqual([]);
});

it('puts back what was lost, and keeps no more than before', () => {
  const state = portal('design');
  const lost = loseBackup(state);
  liveOn(state, evening, morning);
  expect(state.ownBackups).toHaveLength(30);
  if (lost !== undefined) restoreBackup(state, lost);
  expect(state.ownBackups).toHaveLength(30);
  expect(state.ownBackups).toContainEqual(lost);
});

it('loses one backup of the middle, and none where there is none', () => {
  const state = portal('design');
  const lost = loseBackup(state);
  expect(state.ownBackups).toHaveLength(29);
  expect(lost?.createdOn.slice(0, 10)).toBe('2026-11-17');
  const temporary = backupRecord({ createdAt: evening, storage: 'DataStore', alias: 'x' });
  expect(temporary.expiresOn).not.toBe(neverStamp);
  expect(loseBackup({ ...createPortalState('x'), ownBackups: [temporary] })).toBeUndefined();
});
