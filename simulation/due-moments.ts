const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;

/** When a digest is wanted: at these hours, at this minute, on these days of the week (0 is Sunday). */
export interface Times {
  readonly hours: readonly number[];
  /** A whole quarter. */
  readonly minute: number;
  readonly days: readonly number[];
  readonly timeZone: string;
}

/** What the bot is told: five fields. */
export function cronOf({ hours, minute, days }: Times): string {
  return `${minute} ${hours.join(',')} * * ${days.length === 7 ? '*' : days.join(',')}`;
}

/**
 * The moments after `from` and not after `until`, oldest first: found by looking at the zone's clock every quarter of an
 * hour, and so in another way than the bot's. A time that comes twice counts once, when it comes first; one that is
 * skipped is later by as much as the clock jumped.
 */
export function dueMoments(times: Times, from: Date, until: Date): Date[] {
  const firstSeen = wallTimes(times.timeZone, from.getTime() - 3 * dayMs, until.getTime() + dayMs);
  const moments: number[] = [];
  for (let day = midnightBefore(from) - dayMs; day <= until.getTime() + dayMs; day += dayMs) {
    if (!times.days.includes(new Date(day).getUTCDay())) continue;
    for (const hour of times.hours) {
      const wall = day + (hour * 60 + times.minute) * 60_000;
      const at = firstSeen.get(wall) ?? Number(firstSeen.get(wall - dayMs)) + dayMs;
      if (at > from.getTime() && at <= until.getTime()) moments.push(at);
    }
  }
  return moments.toSorted((a, b) => a - b).map((at) => new Date(at));
}

function midnightBefore(at: Date): number {
  return Math.floor(at.getTime() / dayMs) * dayMs;
}

/** When a zone's clock first shows a time, which is written as the moment at which a clock in UTC would. */
function wallTimes(timeZone: string, from: number, until: number): Map<number, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  });
  const seen = new Map<number, number>();
  for (let at = Math.ceil(from / quarterMs) * quarterMs; at <= until; at += quarterMs) {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(
      Number,
    );
    const wall = Date.UTC(year, month - 1, day, hour, minute);
    if (!seen.has(wall)) seen.set(wall, at);
  }
  return seen;
}
