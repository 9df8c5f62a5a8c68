/** What may be a time of day, right or wrong. */
export function isLikeTime(word: string): boolean {
  return /^\d/.test(word);
}

const namedTimes: ReadonlyMap<string, string> = new Map([
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['midnight', '00:00'],
]);

/** `09:00` for `9`, `9am`, `9:00`, `9.00`, `0900` and the like; `undefined` for anything else. */
export function parseTime(word: string): string | undefined {
  const named = namedTimes.get(word);
  if (named !== undefined) return named;
  const [, digits = '', minutes = '00', half] =
    /^(\d{1,2})(?:[:.h]?(\d{2})|h)?([ap]m)?$/.exec(word.replace(/([ap])\.m\.?$/, '$1m')) ?? [];
  if (digits === '') return undefined;
  const hour = half === undefined ? Number(digits) : hourOfHalfDay(Number(digits), half);
  if (hour === undefined || hour > 23 || Number(minutes) > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

function hourOfHalfDay(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
