import type { Backup } from '../../src/backups/backup.ts';
import type { Portal } from '../../src/backups/portal.ts';
import type { HistoryAnswer, Part } from '../../src/backups/reading.ts';
import type { Occasion } from '../../src/digest/occasion.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createWriteDigest } from '../../src/digest/write-digest.ts';
import { createReadings } from '../../src/readings/create-readings.ts';
import { createRemembering } from '../../src/readings/create-remembering.ts';
import { createNotices } from '../../src/store/notices.ts';
import { createPortalMemory } from '../../src/store/portal-memory.ts';
import { createSnoozes } from '../../src/store/snoozes.ts';
import { aPortal } from '../backups/sample-backups.ts';
import { visibleLines } from '../messages/cast.ts';
import type { TestStore } from '../store/open-test-store.ts';
import { createLogBook } from './log-book.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const everyMorning: Subscription = {
  id: 's1',
  channel: 'C0BACKUPS',
  cron: '0 9 * * *',
  timeZone: 'UTC',
  kind: 'all',
  expiringWithinMs: undefined,
  staleAfterMs: undefined,
  origin: 'chat',
  state: { kind: 'on' },
  nextDueAt: undefined,
  createdBy: undefined,
  updatedBy: undefined,
  updatedAt: new Date('2026-11-01T00:00:00Z'),
};

/** Digests of several days, with a real database, of portals in memory. */
export function createDigestDays(test: TestStore, names: readonly string[]) {
  const answers = new Map<string, HistoryAnswer>();
  const portals: Portal[] = names.map((name) => aPortal(name));
  const { log, entries } = createLogBook();
  const context = { database: test.store.database, teamId: () => 'T1' };
  let now = new Date('2026-11-23T09:00:00Z');
  let since: Date | undefined;
  const clock = () => now;
  let readingTakesMs = 0;
  let readCount = 0;
  const readings = createReadings({
    reader: {
      async readHistory(portal: Portal, part: Part) {
        const answer = answers.get(portal.name) ?? { kind: 'read', backups: [] };
        if (part === 'dumps') return { kind: 'read', backups: [] } as const;
        readCount += 1;
        now = new Date(now.getTime() + readingTakesMs);
        return answer;
      },
    },
    clock,
    log,
  });
  const remembering = createRemembering({
    ...{ readings, portals, clock, log },
    memory: createPortalMemory(context),
  });
  const notices = createNotices(context);
  const snoozes = createSnoozes(context);
  const write = createWriteDigest({ portals, readings: remembering, notices, snoozes, clock, log });
  let serial = 0;

  return {
    notices,
    snoozes,
    entries,
    get now() {
      return now;
    },
    /** How often portals were read. */
    get readCount() {
      return readCount;
    },
    set readingTakesMs(ms: number) {
      readingTakesMs = ms;
    },
    /** A backup made at this moment, which stays unless it expires in `leftMs`. */
    make(more: { readonly leftMs?: number; readonly ageMs?: number } = {}): Backup {
      serial += 1;
      const { leftMs, ageMs = hourMs } = more;
      return {
        id: `b${serial}`,
        fileName: `b${serial}.tar.gz`,
        storage: { kind: leftMs === undefined ? 'third-party' : 'temporary' },
        createdAt: new Date(now.getTime() - ageMs),
        expiry:
          leftMs === undefined ? { kind: 'never' } : { kind: 'at', at: new Date(now.getTime() + leftMs) },
        dump: false,
        oddFields: [],
      };
    },
    lists(portal: string, ...backups: readonly Backup[]) {
      answers.set(portal, { kind: 'read', backups });
    },
    refuses(portal: string) {
      answers.set(portal, { kind: 'failed', failure: { kind: 'key-refused' } });
    },
    pass(ms = dayMs) {
      now = new Date(now.getTime() + ms);
    },
    /** The lines of the digest at this moment; `undefined` when none is posted. */
    async lines(
      subscription: Partial<Subscription> = {},
      occasion: Partial<Occasion> = {},
      outcome: 'posted' | 'lost' = 'posted',
    ): Promise<string[] | undefined> {
      const { message, remember } = await write(
        { ...everyMorning, ...subscription },
        {
          ...{ kind: 'slot', since, dueAt: now, late: undefined, mayRepeat: false, skipped: [] },
          ...occasion,
        },
      );
      if (message !== undefined && outcome === 'posted' && occasion.kind !== 'preview') {
        since = now;
        await remember(new Date(now.getTime() + 2_000));
      }
      return message && visibleLines(message);
    },
  };
}
