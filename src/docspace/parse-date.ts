/** A fraction and a zone, each of which may be missing. */
const dateTail = /^(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))?$/i;
const tailStart = 'yyyy-MM-ddTHH:mm:ss'.length;

/** The value of nearly every `expiresOn`, so it is not parsed. */
const minValue = '0001-01-01T00:00:00';

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** .NET's widest offset from UTC. */
const maxOffsetMinutes = 14 * 60;

/**
 * Reads a date as DocSpace writes it: ISO 8601 with or without a zone, with or without a fraction.
 * A date without a zone is UTC, regardless of the zone of this process, because that is how the server stores it.
 * `never` is .NET's `DateTime.MinValue` (year 1, in any zone), which the server sends for "no date".
 * Returns `undefined` for anything else, including days that do not exist. Fractions below a millisecond are dropped.
 * Digit by digit, because a long history has tens of thousands of dates and a regular expression takes three times as long.
 */
export function parseWireDate(text: string): Date | 'never' | undefined {
  if (text === minValue) return 'never';
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (!hasMarks(text) || !isCalendarDay(year, month, day) || !isTimeOfDay(hour, minute, second))
    return undefined;
  const tailMs = text.length === tailStart ? 0 : parseTail(text.slice(tailStart));
  if (tailMs === undefined) return undefined;
  if (year <= 1) return 'never';
  const minutes = (daysToYear(year) + daysToDate(year, month, day)) * 1_440 + hour * 60 + minute;
  return new Date(minutes * 60_000 + second * 1_000 + tailMs);
}

/**
 * Days from 1 January 1970 to the first of that year. `Date.UTC` is slower, and reads the years 0 to 99 as 1900 to
 * 1999.
 */
function daysToYear(year: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return before * 365 + leapDays - daysToEpoch;
}

/** From 1 January of the year 1 to 1 January 1970. */
const daysToEpoch = 719_162;

/** Days from 1 January to that date. */
function daysToDate(year: number, month: number, day: number): number {
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return Number(daysBeforeMonth[month - 1]) + leapDay + day - 1;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** The number at that position, or NaN. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function hasMarks(text: string): boolean {
  const between = text[10];
  return (
    text[4] === '-' &&
    text[7] === '-' &&
    (between === 'T' || between === 't' || between === ' ') &&
    text[13] === ':' &&
    text[16] === ':'
  );
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const days = daysInMonth[month - 1];
  if (days === undefined || Number.isNaN(year) || !(day >= 1)) return false;
  return day <= days || (month === 2 && day === 29 && isLeapYear(year));
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

/** What fraction and zone add to the time, in milliseconds. */
function parseTail(tail: string): number | undefined {
  const found = dateTail.exec(tail);
  if (found === null) return undefined;
  const [, fraction = '', sign, hours = '', minutes = ''] = found;
  const offset = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || offset > maxOffsetMinutes) return undefined;
  return Number(fraction.slice(0, 3).padEnd(3, '0')) + (sign === '-' ? offset : -offset) * 60_000;
}
