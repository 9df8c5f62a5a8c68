/** How the portal writes "never" in its database: .NET's first moment. */
export const neverStamp = '0001-01-01T00:00:00';

/** The zone's distance from UTC at that moment, `+03:00`. */
export function utcOffset(timezone: string, at: Date): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice('GMT'.length);
}

/**
 * The portal's form for moments that know their zone: `2026-12-15T10:30:00.0000000+03:00`, or `Z` at offset zero.
 * `undefined` is year 1: a moment that never comes.
 */
export function stampWithOffset(at: Date | undefined, timezone: string): string {
  if (at === undefined) return `${neverStamp}.0000000Z`;
  const offset = utcOffset(timezone, at);
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const offsetMs = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const local = new Date(at.getTime() + offsetMs).toISOString();
  return `${local.slice(0, 19)}.0000000${offsetMs === 0 ? 'Z' : offset}`;
}

/** The portal's form for moments read back from MySQL, UTC that does not say so: `2026-11-23T02:15:00`. */
export function stampWithoutZone(at: Date): string {
  return at.toISOString().slice(0, 19);
}

/** The same moment as PostgreSQL gives it back: with `Z`, and with a fraction when it is a real one. */
export function stampOfPostgresql(stamp: string): string {
  return stamp === neverStamp ? `${stamp}Z` : `${stamp}.481516Z`;
}
