const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof unitMs;

const unitByWord: ReadonlyMap<string, Unit> = new Map(
  Object.entries<Unit>({
    ...{ s: 's', sec: 's', secs: 's', second: 's', seconds: 's' },
    ...{ m: 'm', min: 'm', mins: 'm', minute: 'm', minutes: 'm' },
    ...{ h: 'h', hr: 'h', hrs: 'h', hour: 'h', hours: 'h' },
    ...{ d: 'd', day: 'd', days: 'd' },
    ...{ w: 'w', wk: 'w', week: 'w', weeks: 'w' },
  }),
);

/** The largest count that `parseDuration` reads. */
const largestCount = 999_999;

/** The times within which a backup may be said to expire soon, in milliseconds. */
export const windowLimits = { leastMs: unitMs.m, mostMs: 3650 * unitMs.d } as const;

/** `48h`, `3d`, `90 minutes`, in any case, as milliseconds; `undefined` for anything else and for zero. */
export function parseDuration(text: string): number | undefined {
  const parts = splitDuration(text);
  return parts === undefined || parts.digits.length > String(largestCount).length
    ? undefined
    : parts.ms || undefined;
}

/** The allowed window nearest to a number with a unit, however large or small; `undefined` for other text. */
export function nearestWindow(text: string): number | undefined {
  const { leastMs, mostMs } = windowLimits;
  const parts = splitDuration(text);
  return parts && Math.min(Math.max(parts.ms, leastMs), mostMs);
}

function splitDuration(text: string): { readonly digits: string; readonly ms: number } | undefined {
  const [, digits = '', word = ''] = /^(\d+)\s*([a-z]+)$/.exec(text.trim().toLowerCase()) ?? [];
  const unit = unitByWord.get(word);
  return unit && { digits, ms: Number(digits) * unitMs[unit] };
}

/** Text that `parseDuration` reads back as the same time, in the largest unit that fits but not in weeks: `3d`, `36h`. */
export function formatDuration(ms: number): string {
  const units: readonly Unit[] = ['d', 'h', 'm', 'w'];
  const fits = (unit: Unit) => ms % unitMs[unit] === 0 && ms / unitMs[unit] <= largestCount;
  const unit = units.find(fits) ?? 's';
  return `${Math.round(ms / unitMs[unit])}${unit}`;
}

/** Whether a word names a unit of time, as in `3 days`. */
export function isDurationUnit(word: string): boolean {
  return unitByWord.has(word);
}
