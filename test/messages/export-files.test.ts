import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/backups/reading.ts';
import { renderExportAnswer } from '../../src/messages/export-answer.ts';
import { renderExport } from '../../src/messages/export-files.ts';
import { anyReadings } from './any-readings.ts';
import { backup, day, failed, hour, now, read, reading, visibleLines } from './cast.ts';

/** A reader of RFC 4180 that shares nothing with the writer. */
function parseCsv(content: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cell.exec(content); match !== null; match = cell.exec(content)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function rowsOf(readings: readonly Reading[]) {
  const { csv } = renderExport(readings, { name: 'backups', now });
  const [head = [], ...rows] = parseCsv(csv.content.slice(1));
  return rows.map((row) => Object.fromEntries(head.map((column, index) => [column, row[index]])));
}

const acme = reading(
  'acme',
  read([
    backup(3 * hour, { id: 'a1', fileName: 'nightly.tar.gz' }),
    backup(day, { id: 'a2', in: 'temporary', leftMs: hour, fileName: '=HYPERLINK("http://x","y")' }),
  ]),
);

describe('an export', () => {
  it('has a row for each backup, with moments in UTC', () => {
    expect(rowsOf([acme])).toEqual([
      expect.objectContaining({
        ...{ portal: 'acme', state: 'listed', id: 'a1', fileName: 'nightly.tar.gz', expiresAt: 'never' },
        ...{ createdAt: '2026-11-24T05:00:00.000Z', storage: 'third-party storage', note: '' },
      }),
      expect.objectContaining({ id: 'a2', expiresAt: '2026-11-24T09:00:00.000Z' }),
    ]);
  });

  it('is named after the day, and is UTF-8 that spreadsheets recognise', () => {
    const { csv, json } = renderExport([acme], { name: 'acme', now });
    expect([csv.name, json.name]).toEqual(['acme-2026-11-24.csv', 'acme-2026-11-24.json']);
    expect(csv.content.startsWith('\uFEFFportal,group,')).toBe(true);
    expect(JSON.parse(json.content)).toMatchObject({
      exportedAt: now.toISOString(),
      backups: [{ id: 'a1' }, {}],
    });
  });

  it.each(['=1+1', ' +1', '\t-1', '@SUM', '\u200b=1+1', '\u202e\u00a0=1+1'])(
    'has no formula for the file name %j',
    (fileName) => {
      const [row] = rowsOf([reading('acme', read([backup(hour, { fileName })]))]);
      expect(row?.['fileName']?.startsWith("'")).toBe(true);
    },
  );

  it('never says 0 of a portal that could not be read', () => {
    const legal = reading('legal', failed({ kind: 'key-refused' }));
    expect(rowsOf([legal])).toEqual([
      expect.objectContaining({ portal: 'legal', state: 'not read', note: 'the key was refused' }),
    ]);
    expect(renderExport([legal, acme], { name: 'backups', now })).toMatchObject({
      backupCount: 2,
      unreadCount: 1,
    });
  });

  it('has what is remembered: since when, what is gone, and why', () => {
    const [first] = acme.histories;
    if (first?.answer.kind !== 'read') throw new Error('not read');
    const [listed] = first.answer.backups;
    if (listed === undefined) throw new Error('nothing is listed');
    const gone = backup(9 * day, { id: 'old' });
    const at = new Date(now.getTime() - hour);
    const past = {
      ...{
        part: 'own' as const,
        firstReadAt: at,
        lastReadAt: at,
        askedAt: at,
        failingSince: undefined,
        lastOutage: undefined,
      },
      backups: [
        { backup: listed, firstSeenAt: at, relistedAt: undefined, gone: undefined },
        {
          backup: gone,
          firstSeenAt: at,
          relistedAt: undefined,
          gone: { at, lastSeenAt: at, why: 'unexplained' as const },
        },
      ],
    };
    const rows = rowsOf([{ ...acme, past: [past] }]);
    expect(rows[0]).toMatchObject({ id: 'a1', firstSeenAt: at.toISOString() });
    expect(rows.at(-1)).toMatchObject({
      id: 'old',
      state: 'gone',
      goneAt: at.toISOString(),
      note: 'no longer listed',
    });
  });

  it('is read back cell by cell, and no cell is a formula, whatever the portals send', () => {
    fc.assert(
      fc.property(anyReadings('wild'), (readings) => {
        const { csv, json } = renderExport(readings, { name: 'backups', now });
        const [head, ...rows] = parseCsv(csv.content.slice(1));
        const { backups } = JSON.parse(json.content) as { backups: unknown[] };
        expect(rows).toHaveLength(backups.length);
        for (const row of rows) {
          expect(row).toHaveLength(head?.length ?? 0);
          for (const cell of row) expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠]|[\r\n\t]/u);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('the answer to an export', () => {
  const exported = renderExport([acme], { name: 'acme', now });

  it('says where the files are', () => {
    expect(visibleLines(renderExportAnswer(exported, { kind: 'sent' }))).toEqual([
      'The history is in your direct messages with this bot. 2 backups, as acme-2026-11-24.csv and acme-2026-11-24.json.',
    ]);
  });

  it('has the CSV in it where the app may send no files', () => {
    const message = renderExportAnswer(exported, { kind: 'not-allowed' });
    expect(JSON.stringify(message.blocks)).toContain('rich_text_preformatted');
    expect(JSON.stringify(message.blocks)).toContain('nightly.tar.gz');
    expect(message.text).toContain('`files:write`');
  });

  it('says that it does not fit, where it does not', () => {
    const many = reading('acme', read(Array.from({ length: 200 }, (_, index) => backup(index * hour))));
    const message = renderExportAnswer(renderExport([many], { name: 'acme', now }), { kind: 'not-allowed' });
    expect(message.text).toContain('200 backups: too much for a message.');
    expect(JSON.stringify(message.blocks)).not.toContain('preformatted');
  });
});
