import type { Backup } from '../../src/backups/backup.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { HistoryPart, ListPast, RememberedBackup } from '../../src/backups/reading.ts';
import { aBackup, failedPart, readPart } from './sample-backups.ts';

/** A list that was read at a moment. */
export function readAt(at: Date, backups: readonly Backup[], part: HistoryPart['part'] = 'own'): HistoryPart {
  return { ...readPart(backups, part), readAt: at };
}

/** A list that could not be read at a moment. */
export function failedAt(at: Date): HistoryPart {
  return { ...failedPart(), readAt: at };
}

/** What is remembered after these answers, in this order. */
export function pastAfter(...answers: readonly [HistoryPart, ...HistoryPart[]]): ListPast {
  const [first, ...others] = answers;
  return others.reduce(updatePast, updatePast(undefined, first));
}

/** A backup that is told apart by its id. */
export function named(id: string, traits: Partial<Backup> = {}): Backup {
  return aBackup({ ...traits, id });
}

export function find(past: ListPast, id: string): RememberedBackup {
  const found = past.backups.find(({ backup }) => backup.id === id);
  if (found === undefined) throw new Error(`${id} is not remembered`);
  return found;
}

/** The ids of those listed, or of those gone and why. */
export function listedIn({ backups }: ListPast): (string | undefined)[] {
  return backups.flatMap(({ backup, gone }) => (gone === undefined ? [backup.id] : [])).toSorted();
}

export function goneIn({ backups }: ListPast): Record<string, string> {
  return Object.fromEntries(
    backups.flatMap(({ backup, gone }) => (gone === undefined ? [] : [[backup.id, gone.why]])),
  );
}
