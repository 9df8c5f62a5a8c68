import { createTask, parse } from 'node-cron';
import { createWallClock } from './wall-clock.ts';

const dayMs = 86_400_000;
/** Forty years: long enough for every 29 February that is also a given weekday, as 2100 is no leap year. */
const horizonDays = 14_640;

/** The moments of a cron expression in a time zone. */
export interface Slots {
  /** The first slot after `after`; `undefined` when there is none within forty years. */
  next(after: Date): Date | undefined;
  /** The last slot later than `after` and not later than `until`. */
  last(span: { readonly after: Date; readonly until: Date }): Date | undefined;
}

/**
 * Slots by the wall clock of an IANA zone. A wall time that the clock skips in spring is moved later by as much as the
 * clock jumped; one that comes twice in autumn is one slot. node-cron's own `timezone` drops the skipped day (4.6.0),
 * so node-cron is used in UTC, where no time is skipped. Throws when the expression is not a node-cron expression or
 * the zone does not exist.
 */
export function createSlots(cron: string, timeZone: string): Slots {
  const clock = createWallClock(timeZone);
  const calendar = createTask(cron, () => undefined, { timezone: 'UTC' });
  const times = timesOfDay(parse(cron));

  /** `day` is a wall date, written as its midnight in UTC milliseconds. */
  function slotsOn(day: number): Date[] {
    const isNamed = calendar.match(new Date(day + Number(times[0])));
    return isNamed ? times.map((ms) => clock.instantOf(day + ms)) : [];
  }

  function wallDay(at: Date): number {
    return Math.floor(clock.wallTimeOf(at) / dayMs) * dayMs;
  }

  /** A slot skipped just before midnight is moved past it, so a search starts a day early. */
  function dayBefore(at: Date): number {
    return wallDay(at) - dayMs;
  }

  return {
    next(after) {
      const firstDay = dayBefore(after);
      for (let count = 0; count < horizonDays; count += 1) {
        const slots = slotsOn(firstDay + count * dayMs).filter((slot) => slot > after);
        if (slots.length > 0) return earliest(slots);
      }
      return undefined;
    },
    last({ after, until }) {
      const firstDay = dayBefore(after);
      for (let day = wallDay(until); day >= firstDay; day -= dayMs) {
        const slots = slotsOn(day).filter((slot) => slot > after && slot <= until);
        if (slots.length > 0) return latest(slots);
      }
      return undefined;
    },
  };
}

function timesOfDay(fields: ReturnType<typeof parse>): number[] {
  return fields.hour.flatMap((hour) =>
    fields.minute.flatMap((minute) =>
      fields.second.map((second) => ((hour * 60 + minute) * 60 + second) * 1_000),
    ),
  );
}

function earliest(slots: readonly Date[]): Date {
  return new Date(Math.min(...slots.map(Number)));
}

function latest(slots: readonly Date[]): Date {
  return new Date(Math.max(...slots.map(Number)));
}
