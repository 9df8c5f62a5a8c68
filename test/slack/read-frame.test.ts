import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../src/slack/read-frame.ts';

const read = (frame: unknown) => readFrame(JSON.stringify(frame));

describe('a frame', () => {
  it.each([
    [
      { type: 'hello', num_connections: 3 },
      { kind: 'hello', connections: 3 },
    ],
    [{ type: 'hello' }, { kind: 'hello', connections: 1 }],
    [
      { type: 'disconnect', reason: 'warning' },
      { kind: 'disconnect', reason: 'warning' },
    ],
    [
      { type: 'disconnect', reason: 'forged\nline' },
      { kind: 'disconnect', reason: 'no known reason' },
    ],
    [{ type: 'disconnect' }, { kind: 'disconnect', reason: 'no known reason' }],
    [
      { type: 'interactive', envelope_id: 'E1', payload: { type: 'block_actions' } },
      { kind: 'envelope', id: 'E1', payload: { type: 'block_actions' } },
    ],
    [
      { type: 'events_api', envelope_id: 'E1', payload: {}, retry_attempt: 1, retry_reason: 'timeout' },
      { kind: 'envelope', id: 'E1', payload: {}, retryNum: 1, retryReason: 'timeout' },
    ],
  ])('%j is read as %j', (frame, expected) => {
    expect(read(frame)).toEqual(expected);
  });

  it.each([
    [null, 'it is not a JSON object'],
    [[], 'it is not a JSON object'],
    [{ type: 'close' }, 'its type is unknown'],
    [{ type: 'events_api', payload: {} }, 'it has no envelope_id'],
    [{ type: 'events_api', envelope_id: 'E1', payload: [] }, 'it has no payload'],
  ])('%j is malformed', (frame, problem) => {
    expect(read(frame)).toEqual({ kind: 'malformed', problem });
  });

  it('of any other form is malformed, and none is an error', () => {
    const type = fc.constantFrom('hello', 'disconnect', 'events_api', 'slash_commands', 'x');
    const known = fc.record({ type, envelope_id: fc.jsonValue(), payload: fc.jsonValue() });
    const data = fc.oneof(
      fc.string(),
      fc.anything(),
      known.map((frame) => JSON.stringify(frame)),
    );
    fc.assert(
      fc.property(data, (each) => {
        const frame = readFrame(each);
        if (frame.kind === 'envelope') expect(typeof frame.payload).toBe('object');
        else expect(['hello', 'disconnect', 'malformed']).toContain(frame.kind);
      }),
    );
  });
});
