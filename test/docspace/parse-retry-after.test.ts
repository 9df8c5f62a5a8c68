import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/docspace/parse-retry-after.ts';

const now = new Date('2026-11-24T09:00:00Z');

describe('a Retry-After header', () => {
  it.each([
    ['1', 1_000],
    ['60', 60_000],
    ['86400', 86_400_000],
    ['999999999999', 86_400_000],
    ['Tue, 24 Nov 2026 09:01:30 GMT', 90_000],
    ['Fri, 24 Nov 2126 09:00:00 GMT', 86_400_000],
  ])('%j asks for %i ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    '0',
    '-5',
    '1.5',
    'soon',
    '2026-11-24',
    'Tue, 24 Nov 2026 08:59:00 GMT',
    ['1', '2'],
  ])('%j asks for nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
