import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/docspace/parse-record.ts';

const sound = {
  id: '0b6ff2a8-6a6a-4d6f-9d2f-1f0d5f5d0a11',
  fileName: 'acme_2026-11-23_02-15-00.tar.gz',
  storageType: 0,
  createdOn: '2026-11-23T02:15:00',
  expiresOn: '0001-01-01T00:00:00',
};

describe('a history record', () => {
  it('is read in full when it is valid', () => {
    expect(parseRecord(sound, false)).toEqual({
      id: sound.id,
      fileName: sound.fileName,
      storage: { kind: 'room' },
      createdAt: new Date('2026-11-23T02:15:00Z'),
      expiry: { kind: 'never' },
      dump: false,
      oddFields: [],
    });
  });

  it('knows which list it came from', () => {
    expect(parseRecord(sound, true).dump).toBe(true);
    expect(parseRecord(null, true).dump).toBe(true);
  });

  it.each([
    [0, 'room'],
    [1, 'drive'],
    [3, 'local'],
    [4, 'temporary'],
    [5, 'third-party'],
    ['0', 'room'],
    [' 4 ', 'temporary'],
    ['Documents', 'room'],
    ['ThridpartyDocuments', 'drive'],
    ['ThirdpartyDocuments', 'drive'],
    ['LOCAL', 'local'],
    ['dataStore', 'temporary'],
    ['thirdPartyConsumer', 'third-party'],
  ])('with storage %j lies in %s', (storageType, kind) => {
    const { storage, oddFields } = parseRecord({ ...sound, storageType }, false);
    expect(storage).toEqual({ kind });
    expect(oddFields).toEqual([]);
  });

  it.each([
    [2, '2'],
    ['CustomCloud', 'CustomCloud'],
    [9, '9'],
    [2, '2'],
    ['CustomCloud', 'CustomCloud'],
    [-1, '-1'],
    [1.5, '1.5'],
    ['9', '9'],
    [' Glacier Vault ', 'Glacier Vault'],
    ['constructor', 'constructor'],
    ['x'.repeat(500), 'x'.repeat(40)],
    ['', undefined],
    [null, undefined],
    [true, undefined],
    [{ toString: 'no' }, undefined],
    [undefined, undefined],
  ])('with storage %j keeps the unknown visible', (storageType, label) => {
    const backup = parseRecord({ ...sound, storageType }, false);
    expect(backup.storage).toEqual({ kind: 'unknown', label });
    expect(backup.oddFields).toEqual(['storage']);
  });

  it.each(['0001-01-01T00:00:00', '0001-01-01T00:00:00.0000000+03:00'])(
    'that expires %j is kept',
    (expiresOn) => {
      const backup = parseRecord({ ...sound, expiresOn }, false);
      expect(backup.expiry).toEqual({ kind: 'never' });
      expect(backup.oddFields).toEqual([]);
    },
  );

  it.each([
    undefined,
    null,
    '',
    'soon',
    1_732_328_100,
    false,
    {},
    '2026-02-30T00:00:00',
    '1970-01-21T02:01:12',
  ])('whose expiry says %j has an unknown one, not none', (expiresOn) => {
    const backup = parseRecord({ ...sound, expiresOn }, false);
    expect(backup.expiry).toEqual({ kind: 'unknown' });
    expect(backup.oddFields).toEqual(['expiry']);
  });

  it('of temporary storage keeps its expiry', () => {
    const backup = parseRecord({ ...sound, storageType: 4, expiresOn: '2026-11-24T02:15:00' }, false);
    expect(backup.expiry).toEqual({ kind: 'at', at: new Date('2026-11-24T02:15:00Z') });
  });

  it.each([
    ...[undefined, null, 'never', 7, 1_764_072_000, 1_764_072_000_000, '1764072000', '0001-01-01T00:00:00'],
    // Seconds mistaken for milliseconds, and the last moment before the first portal.
    ...['1970-01-21T10:01:12', '2008-12-31T23:59:59'],
  ])('made at %j has no known date', (createdOn) => {
    const backup = parseRecord({ ...sound, createdOn }, false);
    expect(backup.createdAt).toBeUndefined();
    expect(backup.oddFields).toEqual(['createdAt']);
  });

  it('made at the first moment that a portal can have known has that date', () => {
    const { createdAt, oddFields } = parseRecord({ ...sound, createdOn: '2009-01-01T00:00:00' }, false);
    expect(createdAt).toEqual(new Date('2009-01-01T00:00:00Z'));
    expect(oddFields).toEqual([]);
  });

  it.each([
    [null, undefined, []],
    [undefined, undefined, []],
    ['', undefined, []],
    ['  \t', undefined, []],
    [42, undefined, ['fileName']],
    [' <b>&*_`.gz ', ' <b>&*_`.gz ', []],
    ['a'.repeat(5_000), 'a'.repeat(1_000), []],
    [`${'a'.repeat(999)}😀`, 'a'.repeat(999), []],
  ])('with file name %j', (fileName, expected, oddFields) => {
    expect(parseRecord({ ...sound, fileName }, false)).toMatchObject({ fileName: expected, oddFields });
  });

  it.each([undefined, null, '', ' ', 12, ['a'], 'x'.repeat(101)])('with id %j has no id', (id) => {
    expect(parseRecord({ ...sound, id }, false)).toMatchObject({ id: undefined, oddFields: ['id'] });
  });

  it('may have an id of 100 characters', () => {
    const id = 'x'.repeat(100);
    expect(parseRecord({ ...sound, id }, false)).toMatchObject({ id, oddFields: [] });
  });

  it.each([null, 42, 'text', true, [], [sound]])('that is %j is still there, all unknown', (record) => {
    expect(parseRecord(record, false)).toEqual({
      id: undefined,
      fileName: undefined,
      storage: { kind: 'unknown', label: undefined },
      createdAt: undefined,
      expiry: { kind: 'unknown' },
      dump: false,
      oddFields: ['id', 'fileName', 'storage', 'createdAt', 'expiry'],
    });
  });
});
