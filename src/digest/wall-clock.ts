const dayMs = 86_400_000;

/**
 * The wall clock of a place. A wall time is a number: the UTC milliseconds at which a UTC clock would show the same.
 * dayjs is not used here: `dayjs.tz(text, zone)` uses today's offset where a time comes twice.
 */
export interface WallClock {
  /** What the clock shows at an instant. */
  wallTimeOf(at: Date): number;
  /** When the clock shows `wallMs`: the first time if twice; if skipped, as much later as the clock jumped. */
  instantOf(wallMs: number): Date;
}

/** The wall clock of an IANA zone. Throws a RangeError for an unknown name. */
export function createWallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });

  function offsetMsAt(ms: number): number {
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes, seconds = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
    if (sign === undefined) return 0;
    const offsetMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -offsetMs : offsetMs;
  }

  return {
    wallTimeOf: (at) => at.getTime() + offsetMsAt(at.getTime()),
    instantOf(wallMs) {
      const offsets = [offsetMsAt(wallMs - dayMs), offsetMsAt(wallMs + dayMs)];
      const largerMs = Math.max(...offsets);
      const early = wallMs - largerMs;
      return new Date(offsetMsAt(early) === largerMs ? early : wallMs - Math.min(...offsets));
    },
  };
}
