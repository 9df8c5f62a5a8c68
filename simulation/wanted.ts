import { cronOf, type Times } from './due-moments.ts';
import type { Random } from './random.ts';

/** Some change their clocks in the week that is simulated, and some lie half an hour beside the others. */
const zones = [
  ...['Europe/Berlin', 'Australia/Sydney', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Kolkata'],
  ...['Europe/London', 'Asia/Kathmandu', 'Pacific/Auckland', 'America/Sao_Paulo', 'Asia/Tokyo'],
  ...['Africa/Casablanca', 'UTC'],
];
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const weekdays = [1, 2, 3, 4, 5];
const mostInChannel = 2;

/** A digest that somebody wants. */
export interface Wanted extends Times {
  readonly channel: string;
  readonly cron: string;
}

/** The first ones are at times that are skipped, or come twice. */
const awkward: readonly Times[] = [
  { hours: [2], minute: 30, days: everyDay, timeZone: 'Europe/Berlin' },
  { hours: [1], minute: 30, days: everyDay, timeZone: 'Europe/London' },
  { hours: [2], minute: 30, days: everyDay, timeZone: 'Australia/Sydney' },
  { hours: [1], minute: 45, days: everyDay, timeZone: 'Australia/Lord_Howe' },
];

/** So many digests in all twelve zones. */
export function wantDigests(count: number, random: Random): Wanted[] {
  return Array.from({ length: count }, (_, index) => {
    const times = awkward[index] ?? someTimes(zones[index % zones.length] ?? 'UTC', random);
    return { ...times, cron: cronOf(times), channel: channelId(Math.floor(index / mostInChannel)) };
  });
}

function channelId(index: number): string {
  return `C0SIM${String(index).padStart(6, '0')}`;
}

/** At nine, as most want it, or at up to four times that are six hours apart. */
function someTimes(timeZone: string, random: Random): Times {
  const days = random.onceIn(4) ? weekdays : everyDay;
  if (random.onceIn(3)) return { hours: [9], minute: 0, days, timeZone };
  const first = random.between(0, 5);
  const hours = Array.from({ length: random.between(1, 4) }, (_, index) => first + 6 * index);
  return { hours, minute: random.pick([0, 15, 30, 45]), days, timeZone };
}
