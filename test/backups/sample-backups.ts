import type { Backup, Expiry } from '../../src/backups/backup.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Policy, Portal } from '../../src/backups/portal.ts';
import type { HistoryPart, Part } from '../../src/backups/reading.ts';

export const now = new Date('2026-11-24T09:00:00Z');
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const policy: Policy = { expiringWithinMs: 2 * dayMs, staleAfterMs: 7 * dayMs };

/** A moment that many milliseconds after `now`; before it when negative. */
export function fromNow(ms: number): Date {
  return new Date(now.getTime() + ms);
}

export function at(date: Date): Expiry {
  return { kind: 'at', at: date };
}

/** A valid backup of yesterday that is kept. */
export function aBackup(traits: Partial<Backup> = {}): Backup {
  return {
    id: 'a9f1c3de-0000-4000-8000-000000000001',
    fileName: 'acme.tar.gz',
    storage: { kind: 'room' },
    createdAt: fromNow(-dayMs),
    expiry: { kind: 'never' },
    dump: false,
    oddFields: [],
    ...traits,
  };
}

/** A record in which nothing can be understood. */
export const oddBackup: Backup = aBackup({
  id: undefined,
  fileName: undefined,
  storage: { kind: 'unknown', label: '9' },
  createdAt: undefined,
  expiry: { kind: 'unknown' },
  oddFields: ['id', 'fileName', 'storage', 'createdAt', 'expiry'],
});

export function aPortal(name = 'acme', traits: Partial<Portal> = {}): Portal {
  return { name, url: `https://${name}.example.com`, group: undefined, dumps: false, policy, ...traits };
}

export function readPart(backups: readonly Backup[], part: Part = 'own'): HistoryPart {
  return { part, answer: { kind: 'read', backups }, readAt: now };
}

export function failedPart(failure: ReadFailure = { kind: 'key-refused' }, part: Part = 'own'): HistoryPart {
  return { part, answer: { kind: 'failed', failure }, readAt: now };
}
