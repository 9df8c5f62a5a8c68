import { noBreak } from '../kit/clean-text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const monthMs = 30.4375 * dayMs;
const yearMs = 365.25 * dayMs;

/**
 * A length of time in one unit: `5 min`, `47 h`, `9 days`, `5 weeks`, `3 months`; hours below two days. Always rounded
 * down, so that time left never looks longer than it is. Under a minute: `less than a minute`.
 */
export function durationWords(ms: number): string {
  if (ms < minuteMs) return 'less than a minute';
  if (ms < hourMs) return joined(Math.floor(ms / minuteMs), 'min');
  if (ms < 2 * dayMs) return joined(Math.floor(ms / hourMs), 'h');
  if (ms < 5 * weekMs) return counted(ms, dayMs, 'day');
  if (ms < 3 * monthMs) return counted(ms, weekMs, 'week');
  if (ms < 2 * yearMs) return counted(ms, monthMs, 'month');
  return counted(ms, yearMs, 'year');
}

/** A length of time rounded up, to follow "at most": `35 min`, `7 h`, `9 days 1 h`, `15 days`. */
export function atMostWords(ms: number): string {
  if (ms <= hourMs - minuteMs) return joined(Math.max(1, Math.ceil(ms / minuteMs)), 'min');
  const hours = Math.ceil(ms / hourMs);
  if (hours <= 48) return joined(hours, 'h');
  if (hours > 14 * 24) return joined(Math.ceil(hours / 24), 'days');
  // Beside an age of 9 days, "at most 10" would look wrong.
  const rest = hours % 24;
  const days = joined(Math.floor(hours / 24), 'days');
  return rest === 0 ? days : `${days} ${joined(rest, 'h')}`;
}

/** A length of time in whole hours or days that is surely longer, to follow "less than": `1 h`, `12 h`, `3 days`. */
export function lessThanWords(ms: number): string {
  const hours = Math.floor(ms / hourMs) + 1;
  return hours <= 48 ? joined(hours, 'h') : joined(Math.floor(ms / dayMs) + 1, 'days');
}

/** The time between two backups, with hours where they matter: `25 min`, `26 h`, `2 days 4 h`, `12 days`. */
export function spanWords(ms: number): string {
  const hours = Math.floor((ms % dayMs) / hourMs);
  const isExact = ms >= 2 * dayMs && ms < weekMs && hours > 0;
  return isExact ? `${counted(ms, dayMs, 'day')} ${joined(hours, 'h')}` : durationWords(ms);
}

/** `6 h ago`, `2 days ago`; `just now` under a minute, also for a clock that is a little ahead of ours. */
export function agoWords(ms: number): string {
  return ms < minuteMs ? 'just now' : `${durationWords(ms)}${noBreak}ago`;
}

/** `in 6 h`, `in less than a minute`. */
export function inWords(ms: number): string {
  return `in ${durationWords(ms)}`;
}

/** `6 h left`, `less than a minute left`. */
export function leftWords(ms: number): string {
  return `${durationWords(ms)}${noBreak}left`;
}

/** An age and the limit it exceeds, never worded so that they look equal: `9 days (limit 7 days)`, `more than 7 days`. */
export function ageBeyondWords(ageMs: number, allowedMs: number): string {
  const words = durationWords(ageMs);
  const limit = windowWords(allowedMs);
  const looksEqual = words === durationWords(allowedMs) || words === limit;
  return looksEqual ? `more than ${limit}` : `${words} (limit ${limit})`;
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

function counted(ms: number, unitMs: number, unit: string): string {
  const count = Math.floor(ms / unitMs);
  return joined(count, `${unit}${count === 1 ? '' : 's'}`);
}

function joined(count: number, unit: string): string {
  return `${count.toLocaleString('en')}${noBreak}${unit}`;
}
