import type { PortalState } from './portal-state.ts';
import { backupRecord, backupSeries, dailySchedule, inDatabaseOrder } from './records.ts';
import type { StorageName } from './wire.ts';

export const castNames = ['acme', 'hr', 'legal', 'design', 'finance', 'archive', 'field'] as const;
export type CastName = (typeof castNames)[number];

/** What each portal of the cast knows at the moment `now`, where it differs from a first day. */
export const scenes: Readonly<Record<CastName, (now: Date) => Partial<PortalState>>> = {
  /** Two temporary backups leave within a day, those in a room stay, and one record has no storage we know. */
  acme(now) {
    const nightly = nightlyPortal(now, { alias: 'acme', storage: 'Documents', count: 12, keep: 14 });
    const temporary = [3, 19].map((hours) => temporaryBackup(now, hours, 'acme'));
    const odd = { ...backupRecord({ createdAt: ago(now, 76), storage: 9, alias: 'acme' }), fileName: null };
    const ownBackups = inDatabaseOrder([...nightly.ownBackups, ...temporary, odd]);
    return { ...nightly, displayName: 'Acme Corporation', ownBackups };
  },
  /** A user made one by hand every week, and stopped nine days ago. The server writes enums as names. */
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
  /** The company's own server in good order, with a dump of the whole server every night. */
  design(now) {
    const nightly = nightlyPortal(now, {
      alias: 'design',
      storage: 'ThirdPartyConsumer',
      count: 30,
      keep: 30,
    });
    const dumps = nightlyRuns(now, { alias: 'workspace', storage: 'Local', count: 7, keep: 7, dump: true });
    return {
      ...nightly,
      displayName: 'Design Studio',
      standalone: true,
      dumps: inDatabaseOrder(dumps.records),
      dumpSchedule: dumps.schedule,
    };
  },
  /** A long history in good order: what the schedule keeps, and one made by hand every week for more than three years. */
  finance(now) {
    const facts = { alias: 'finance', storage: 'ThirdPartyConsumer' } as const;
    const nightly = nightlyPortal(now, { ...facts, count: 30, keep: 30 });
    const byHand = backupSeries({ ...facts, count: 170, newestAt: ago(now, 3 * 24 + 5), everyDays: 7 });
    const ownBackups = inDatabaseOrder([...nightly.ownBackups, ...byHand]);
    return { ...nightly, displayName: 'Finance', ownBackups };
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

/** How a customer's portal is doing. */
export type CustomerCondition = keyof typeof customerScenes;

/** What a customer's portal knows at the moment `now`. One that is down works otherwise. */
export const customerScenes = {
  fine: customerPortal,
  down: customerPortal,
  'key-refused': (now, facts) => ({ ...customerPortal(now, facts), keyRevoked: true }),
  'no-backups': (_, { alias }) => ({ displayName: displayNameOf(alias) }),
  /** Nothing but temporary backups: all gone within a day. */
  'loses-its-last': (now, { alias, number }) => ({
    displayName: displayNameOf(alias),
    ownBackups: [4 + (number % 8), 16].map((hours) => temporaryBackup(now, hours, alias)),
  }),
  /** A temporary backup leaves within a day, the others stay. */
  expiring(now, facts) {
    const nightly = customerPortal(now, facts);
    const temporary = temporaryBackup(now, 5 + (facts.number % 12), facts.alias);
    return { ...nightly, ownBackups: inDatabaseOrder([...nightly.ownBackups, temporary]) };
  },
  /** Made by hand every week, until nine days ago. */
  stale(now, { alias }) {
    const newestAt = ago(now, 9 * 24);
    const ownBackups = backupSeries({ count: 5, newestAt, everyDays: 7, storage: 'Documents', alias });
    return { displayName: displayNameOf(alias), ownBackups: inDatabaseOrder(ownBackups) };
  },
} satisfies Record<string, (now: Date, facts: CustomerFacts) => Partial<PortalState>>;

export interface CustomerFacts {
  readonly alias: string;
  /** From 1. */
  readonly number: number;
}

/** Backed up every night, into another storage and with another number of copies than its neighbours. */
function customerPortal(now: Date, { alias, number }: CustomerFacts) {
  const storages = ['Documents', 'ThirdPartyConsumer', 'ThridpartyDocuments'] as const;
  const storage = storages[number % storages.length] ?? 'Documents';
  const count = 5 + (number % 10);
  return { ...nightlyPortal(now, { alias, storage, count, keep: 14 }), displayName: displayNameOf(alias) };
}

function displayNameOf(alias: string): string {
  return alias.replace('customer-', 'Customer ');
}

interface NightlyFacts {
  readonly alias: string;
  readonly storage: StorageName;
  readonly count: number;
  readonly keep: number;
  readonly dump?: boolean;
}

/** Backed up every night, beyond the free backups of a plan too. */
function nightlyPortal(now: Date, facts: NightlyFacts) {
  const { schedule, records } = nightlyRuns(now, facts);
  return { schedule, ownBackups: inDatabaseOrder(records), backupServiceEnabled: true };
}

/** Due at 02:00 UTC and begun a little later, as the server looks every 15 minutes. The last run is done by `now`. */
function nightlyRuns(now: Date, { alias, storage, count, keep, dump = false }: NightlyFacts) {
  const [begunAfterMs, runMs] = [7 * 60_000, 2 * 60_000];
  const due = new Date(now.getTime() - nightlyHour * hourMs - begunAfterMs - runMs - 60_000);
  due.setUTCHours(nightlyHour, 0, 0, 0);
  const lastStartedAt = new Date(due.getTime() + begunAfterMs);
  const newestAt = new Date(lastStartedAt.getTime() + runMs);
  return {
    schedule: dailySchedule({ storage, hour: nightlyHour, keep, lastStartedAt, dump }),
    records: backupSeries({ count, newestAt, everyDays: 1, storage, alias }),
  };
}

function temporaryBackup(now: Date, hoursAgo: number, alias: string) {
  return backupRecord({ createdAt: ago(now, hoursAgo), storage: 'DataStore', alias });
}

function ago(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * hourMs);
}
