import { noBreak } from '../kit/clean-text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const monthMs = 30.4375 * dayMs;
const yearMs = 365.25 * dayMs;

/**
 * A length of time in at most two units: `5 min`, `2 h 59 min`, `6 h`, `1 day 4 h`, `9 days`, `5 weeks`, `3 months`.
 * Always rounded down, so that time left never looks longer than it is. Under a minute: `less than a minute`.
 */
export function durationWords(ms: number): string {
  if (ms < minuteMs) return 'less than a minute';
  if (ms < hourMs) return joined(Math.floor(ms / minuteMs), 'min');
  if (ms < 3 * hourMs) return twoUnits(ms, hourMs, 'h', minuteMs, 'min');
  if (ms < dayMs) return joined(Math.floor(ms / hourMs), 'h');
  if (ms < weekMs) return daysAndHours(ms);
  if (ms < 5 * weekMs) return counted(ms, dayMs, 'day');
  if (ms < 3 * monthMs) return counted(ms, weekMs, 'week');
  if (ms < 2 * yearMs) return counted(ms, monthMs, 'month');
  return counted(ms, yearMs, 'year');
}

/** An age, rounded down: `1 day 4 h`, and from two days on without hours, which would not help a reader. */
export function oldWords(ms: number): string {
  return ms >= 2 * dayMs && ms < weekMs ? counted(ms, dayMs, 'day') : durationWords(ms);
}

/** `6 h ago`, `2 days ago`; `just now` under a minute, also for a clock that is a little ahead of ours. */
export function agoWords(ms: number): string {
  return ms < minuteMs ? 'just now' : `${oldWords(ms)}${noBreak}ago`;
}

/** `in 6 h`, `in less than a minute`. */
export function inWords(ms: number): string {
  return `in ${durationWords(ms)}`;
}

/** An age beside the limit it exceeds: never worded so that it looks equal. */
export function ageBeyondWords(ageMs: number, allowedMs: number): string {
  const words = durationWords(ageMs);
  return words === durationWords(allowedMs) || words === windowWords(allowedMs)
    ? `more than ${windowWords(allowedMs)}`
    : words;
}

/** A configured length of time, exactly: `90 min`, `48 h`, `3 days`, `7 days`. */
export function windowWords(ms: number): string {
  if (ms % dayMs === 0 && ms >= 3 * dayMs) return counted(ms, dayMs, 'day');
  if (ms % hourMs === 0) return joined(ms / hourMs, 'h');
  if (ms % minuteMs === 0) return joined(ms / minuteMs, 'min');
  return joined(Math.round(ms / 100) / 10, 's');
}

/** `within 48 h`, or `soon` where windows differ or there is none. `windowsMs` in milliseconds. */
export function whenWords(windowsMs: readonly number[]): string {
  const [only, ...others] = new Set(windowsMs);
  return only === undefined || others.length > 0 ? 'soon' : `within ${windowWords(only)}`;
}

/** How long ago something was read: `just now`, `12 s ago`, `4 min ago`. */
export function readAgoWords(ms: number): string {
  if (ms < 5_000) return 'just now';
  return ms < minuteMs ? `${joined(Math.floor(ms / 1_000), 's')}${noBreak}ago` : agoWords(ms);
}

/** `3–11 h ago`, or `3 h to 2 days ago`; one age when both look the same. */
export function agoRangeWords(youngestMs: number, oldestMs: number): string {
  const [from, to] = [youngestMs, oldestMs].map((ms) => (ms < minuteMs ? 'now' : oldWords(ms)));
  if (from === undefined || to === undefined || from === to) return agoWords(youngestMs);
  const [fromCount, fromUnit] = splitSimple(from);
  const [, toUnit] = splitSimple(to);
  const range = fromUnit !== undefined && fromUnit === toUnit ? `${fromCount}–${to}` : `${from} to ${to}`;
  return `${range}${noBreak}ago`;
}

function splitSimple(words: string): [string, string | undefined] {
  const match = /^(\d+)\u00A0(\w+)$/.exec(words);
  return [match?.[1] ?? words, match?.[2]];
}

function daysAndHours(ms: number): string {
  const days = counted(ms, dayMs, 'day');
  const hours = Math.floor((ms % dayMs) / hourMs);
  return hours === 0 ? days : `${days} ${joined(hours, 'h')}`;
}

function twoUnits(ms: number, bigMs: number, bigUnit: string, smallMs: number, smallUnit: string): string {
  const small = Math.floor((ms % bigMs) / smallMs);
  const big = joined(Math.floor(ms / bigMs), bigUnit);
  return small === 0 ? big : `${big} ${joined(small, smallUnit)}`;
}

function counted(ms: number, unitMs: number, unit: string): string {
  const count = Math.floor(ms / unitMs);
  return joined(count, `${unit}${count === 1 ? '' : 's'}`);
}

function joined(count: number, unit: string): string {
  return `${count.toLocaleString('en')}${noBreak}${unit}`;
}
