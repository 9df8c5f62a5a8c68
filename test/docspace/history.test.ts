import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../src/docspace/envelope.ts';
import { parseHistory, type WireHistory } from '../../src/docspace/history.ts';

const record = {
  id: '0b6ff2a8-6a6a-4d6f-9d2f-1f0d5f5d0a11',
  fileName: 'acme_2026-11-23_02-15-00.tar.gz',
  storageType: 0,
  createdOn: '2026-11-23T02:15:00',
  expiresOn: '0001-01-01T00:00:00',
};
const success = { status: 0, statusCode: 200 };

/** An error in the envelope is a failure too; who refused is tested elsewhere. */
function parse(
  body: unknown,
  dump = false,
): WireHistory | { readonly kind: 'error'; readonly status: number } {
  const read = parseEnvelope(body);
  return read.kind === 'envelope' ? parseHistory(read.envelope, dump) : read;
}

function countOf(body: unknown): number | 'failed' {
  const history = parse(body);
  return history.kind === 'read' ? history.backups.length : 'failed';
}

function failureOf(body: unknown): unknown {
  const history = parse(body);
  return history.kind === 'failed' ? history.failure : history;
}

describe('a history answer', () => {
  it('is read record by record, in the order of the portal', () => {
    const response = [record, { ...record, id: 'second' }];
    const history = parseHistory({ response, count: 2, ...success }, true);
    expect(history).toMatchObject({
      kind: 'read',
      backups: [{ id: record.id }, { id: 'second' }],
      repeated: 0,
    });
  });

  it('keeps the valid records beside odd ones', () => {
    const odd = [null, 7, 'x', [], {}, { ...record, id: 'odd', createdOn: 5, storageType: 77 }];
    const history = parseHistory({ response: [...odd, record], count: 7, ...success }, false);
    expect(history).toMatchObject({ kind: 'read', backups: { length: 7 } });
    expect(history.kind === 'read' && history.backups.at(-1)).toMatchObject({ id: record.id, oddFields: [] });
  });

  it('lists a repeated record once', () => {
    const response = [record, record, { ...record, id: 'other' }, record];
    expect(parseHistory({ response, ...success }, false)).toMatchObject({
      backups: { length: 2 },
      repeated: 2,
    });
  });

  it.each([
    ['in the order of the database', ['a', undefined, 'b', 'c']],
    ['repeated side by side', ['a', 'a', 'b']],
    ['repeated around a record without one', ['a', undefined, 'a']],
    ['repeated far apart', ['b', 'c', 'a', 'b', 'c']],
    ['ordered backwards', ['c', 'b', 'a', 'b']],
  ])('keeps the first of each id, %s', (_, ids) => {
    const response = ids.map((id) => ({ ...record, id }));
    const history = parseHistory({ response, ...success }, false);
    const kept = ids.filter((id, index) => id === undefined || ids.indexOf(id) === index);
    expect(history).toMatchObject({
      backups: kept.map((id) => ({ id })),
      repeated: ids.length - kept.length,
    });
  });

  it.each([
    [50, 1],
    [3, 2],
  ])('that counts %d records and lists %i is incomplete', (count, listed) => {
    const response = [record, { ...record, id: 'second' }].slice(0, listed);
    expect(failureOf({ response, count, ...success })).toEqual({ kind: 'wrong-shape', at: 'count' });
  });

  it.each([2, 1, 0, null, undefined])('that counts %s records is read in full, which lists two', (count) => {
    const response = [record, { ...record, id: 'second' }];
    expect(countOf({ response, count, ...success })).toBe(2);
  });

  it('never takes records without an id for the same one', () => {
    expect(countOf({ response: [{}, {}, null], ...success })).toBe(3);
  });

  it.each([
    { response: [], count: 0, ...success },
    { response: [] },
    { response: [], count: null },
    { response: [], status: 200 },
    ...[100, 199, 201, 299].map((statusCode) => ({ response: [], statusCode })),
    { ...success },
    { ...success, count: 0, links: [] },
    { ...success, response: null },
  ])('says that there are no backups: %j', (body) => {
    expect(parse(body)).toEqual({ kind: 'read', backups: [], repeated: 0 });
  });

  it.each([
    [{}, 'response'],
    [{ count: 0 }, 'response'],
    [{ status: 0 }, 'response'],
    [{ statusCode: 200 }, 'response'],
    [{ ...success, count: 3 }, 'response'],
    [{ ...success, response: [], count: 3 }, 'count'],
    [{ ...success, response: {} }, 'response'],
    [{ ...success, response: 'none' }, 'response'],
    [{ ...success, response: 0 }, 'response'],
    [{ ...success, response: [record], statusCode: 'OK' }, 'statusCode'],
    [{ response: [], status: 1 }, 'status'],
    [{ response: [], error: { message: 'secret' } }, 'error'],
    [{ error: { message: 'secret' }, status: 1, statusCode: 200 }, 'error'],
    [[], 'answer'],
    [[record], 'answer'],
    [null, 'answer'],
    ['', 'answer'],
    [0, 'answer'],
    [true, 'answer'],
  ])('that is not understood is no empty list: %j', (body, at) => {
    expect(failureOf(body)).toEqual({ kind: 'wrong-shape', at });
  });

  it.each([401, 403, 429, 500, 418, 300, 599])(
    'that has error %i inside an answer with status 200 is that error',
    (statusCode) => {
      const told = parse({ error: { message: 'secret', stack: 'secret' }, status: 1, statusCode });
      expect(told).toEqual({ kind: 'error', status: statusCode });
    },
  );

  it.each([978_324_049, 600, 99, 0, -1, 403.5, 2_000])(
    'with %d for a status has an unknown form',
    (statusCode) => {
      for (const body of [
        { ...success, response: [], statusCode },
        { error: { message: 'secret' }, status: 1, statusCode },
      ])
        expect(failureOf(body)).toEqual({ kind: 'wrong-shape', at: 'statusCode' });
    },
  );
});

describe('any JSON at all', () => {
  const anyField = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(record), 'DataStore', 4));
  const anyRecord = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { id: anyField, fileName: anyField, storageType: anyField, createdOn: anyField, expiresOn: anyField },
      { requiredKeys: [] },
    ),
  );

  it('is never a count when it is no history', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const isEnvelope = typeof body === 'object' && body !== null && 'response' in body;
        expect(countOf(body) === 'failed' || isEnvelope).toBe(true);
      }),
    );
  });

  it('counts each record once, and repeated ids once in total', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1 }), (response) => {
        const history = parseHistory({ response, count: response.length, ...success }, false);
        if (history.kind === 'failed') throw new Error('records were lost');
        const ids = history.backups.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()]));
        expect(new Set(ids).size).toBe(ids.length);
        expect(history.backups.length + history.repeated).toBe(response.length);
      }),
    );
  });

  it('gives only dates that exist', () => {
    fc.assert(
      fc.property(anyRecord, (one) => {
        const history = parseHistory({ response: [one], ...success }, false);
        const [backup] = history.kind === 'read' ? history.backups : [];
        expect(backup).toBeDefined();
        expect(backup?.createdAt?.getTime() ?? 0).not.toBeNaN();
        expect(backup?.expiry.kind === 'at' ? backup.expiry.at.getTime() : 0).not.toBeNaN();
      }),
    );
  });
});
