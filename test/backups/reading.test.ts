import { describe, expect, it } from 'vitest';
import { backupsOf, readAtOf } from '../../src/backups/reading.ts';
import { aBackup, aPortal, failedPart, fromNow, now, readPart } from './sample-backups.ts';

describe('a reading', () => {
  const [own, dump] = [aBackup(), aBackup({ dump: true })];
  const older = { ...readPart([dump], 'dumps'), readAt: fromNow(-5_000) };
  const refused = { ...failedPart(), readAt: fromNow(-9_000) };
  const reading = { portal: aPortal(), histories: [readPart([own]), refused, older] };

  it('has the backups of every part that could be read', () => {
    expect(backupsOf(reading)).toEqual([own, dump]);
  });

  it('is as old as its oldest part, read or not', () => {
    expect(readAtOf(reading)).toEqual(fromNow(-9_000));
    expect(readAtOf({ ...reading, histories: [readPart([])] })).toEqual(now);
  });

  it('has no age when nothing was asked', () => {
    expect(readAtOf({ ...reading, histories: [] })).toBeUndefined();
  });
});
