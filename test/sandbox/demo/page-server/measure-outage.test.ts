import { expect, test } from 'vitest';
import { measureOutage } from '../../../../sandbox/demo/page-server/measure-outage.ts';

const lostAt = new Date('2026-11-24T09:00:00.000Z');
const later = new Date('2026-11-24T09:00:00.312Z');

test('measures how long the connection was away, once', () => {
  const lost = measureOutage(undefined, 'disconnected', lostAt);
  expect(lost).toEqual({ lostAt: lostAt.toISOString() });
  const over = measureOutage(lost, 'connected', later);
  expect(over).toEqual({ lostAt: lostAt.toISOString(), backAfterMs: 312 });
  expect(measureOutage(over, 'connected', new Date('2026-11-24T10:00:00Z'))).toEqual(over);
  expect(measureOutage(over, 'disconnected', later)).toEqual({ lostAt: later.toISOString() });
});

test('counts neither a start nor a stop of the bot as an outage', () => {
  expect(measureOutage(undefined, 'connected', later)).toBeUndefined();
  const lost = measureOutage(undefined, 'disconnected', lostAt);
  expect(measureOutage(lost, 'exited', later)).toBeUndefined();
  expect(measureOutage(lost, 'starting', later)).toBeUndefined();
});
