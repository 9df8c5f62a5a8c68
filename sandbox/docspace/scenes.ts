import type { PortalState } from './portal-state.ts';
import { backupRecord, backupSeries, dailySchedule, inDatabaseOrder } from './records.ts';
import type { StorageName } from './wire.ts';

export const castNames = ['acme', 'hr', 'legal', 'design', 'finance', 'archive', 'field'] as const;
export type CastName = (typeof castNames)[number];

/** What each portal of the cast knows at the moment `now`, where it differs from a first day. */
export const scenes: Readonly<Record<CastName, (now: Date) => Partial<PortalState>>> = {
  /** Two temporary backups leave within a day, cloud copies stay, and one record nobody can place. */
  acme(now) {
    const nightly = nightlyPortal(now, { alias: 'acme', storage: 'CustomCloud', count: 12, keep: 14 });
    const temporary = [3, 19].map((hours) => temporaryBackup(now, hours, 'acme'));
    const odd = { ...backupRecord({ createdAt: ago(now, 76), storage: 9, alias: 'acme' }), fileName: null };
    const ownBackups = inDatabaseOrder([...nightly.ownBackups, ...temporary, odd]);
    return { ...nightly, displayName: 'Acme Corporation', ownBackups };
  },
  /** Somebody made one by hand every week, and stopped nine days ago. The server writes enums as names. */
  hr(now) {
    const newestAt = ago(now, 9 * 24);
    const series = backupSeries({ count: 5, newestAt, everyDays: 7, storage: 'Documents', alias: 'hr' });
    return {
      displayName: 'Human Resources',
      timezone: 'Europe/Berlin',
      enumsAsNames: true,
      ownBackups: inDatabaseOrder(series),
    };
  },
  /** In good order, but its key was deleted. */
  legal(now) {
    const nightly = nightlyPortal(now, {
      alias: 'legal',
      storage: 'ThridpartyDocuments',
      count: 10,
      keep: 10,
    });
    return { ...nightly, displayName: 'Legal', keyRevoked: true };
  },
  /** A self-hosted server in good order, with dumps of the whole server every other day. */
  design(now) {
    const nightly = nightlyPortal(now, { alias: 'design', storage: 'CustomCloud', count: 30, keep: 30 });
    const newestAt = ago(now, 31);
    const dumps = backupSeries({ count: 7, newestAt, everyDays: 2, storage: 'Local', alias: 'workspace' });
    return {
      ...nightly,
      displayName: 'Design Studio',
      standalone: true,
      dumpsAllowed: true,
      dumps: inDatabaseOrder(dumps),
    };
  },
  /** A huge history over more than three years, in good order. */
  finance(now) {
    const facts = { alias: 'finance', storage: 'ThirdPartyConsumer', count: 1200, keep: 30 } as const;
    return { ...nightlyPortal(now, facts), displayName: 'Finance' };
  },
  /** Nothing but temporary backups: all gone within a day. */
  archive(now) {
    const ownBackups = inDatabaseOrder([2, 9, 20].map((hours) => temporaryBackup(now, hours, 'archive')));
    return { displayName: 'Archive', ownBackups };
  },
  /** A small server in a field office, in good order whenever its line works. */
  field(now) {
    const nightly = nightlyPortal(now, { alias: 'field', storage: 'Local', count: 5, keep: 5 });
    return { ...nightly, displayName: 'Field Office', standalone: true };
  },
};

const hourMs = 60 * 60 * 1000;
const nightlyHour = 2;

interface NightlyFacts {
  readonly alias: string;
  readonly storage: StorageName;
  readonly count: number;
  readonly keep: number;
}

/** Runs at 02:00 UTC; the last run is at least ten minutes ago, so it is done. */
function nightlyPortal(now: Date, { alias, storage, count, keep }: NightlyFacts) {
  const lastStartedAt = new Date(now.getTime() - nightlyHour * hourMs - 10 * 60_000);
  lastStartedAt.setUTCHours(nightlyHour, 0, 0, 0);
  const newestAt = new Date(lastStartedAt.getTime() + 2 * 60_000);
  return {
    schedule: dailySchedule({ storage, hour: nightlyHour, keep, lastStartedAt }),
    ownBackups: inDatabaseOrder(backupSeries({ count, newestAt, everyDays: 1, storage, alias })),
  };
}

function temporaryBackup(now: Date, hoursAgo: number, alias: string) {
  return backupRecord({ createdAt: ago(now, hoursAgo), storage: 'DataStore', alias });
}

function ago(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * hourMs);
}
