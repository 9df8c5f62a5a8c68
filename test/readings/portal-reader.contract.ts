import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Portal } from '../../src/backups/portal.ts';
import type { Part } from '../../src/backups/reading.ts';
import type { PortalReader } from '../../src/readings/portal-reader.ts';

/** A reader before a portal whose lists are empty, and what can be done to that portal. */
export interface ReaderStage {
  readonly reader: PortalReader;
  readonly portal: Portal;
  /** From now on the list holds backups with these ids. */
  list(part: Part, ids: readonly string[]): void;
  /** From now on the portal refuses the key, whatever is asked. */
  refuseKey(): void;
  /** A portal that the reader cannot ask because of a bug. */
  readonly mistaken: Portal;
}

/** What every implementation of the port promises. */
export function describePortalReader(name: string, setUp: () => Promise<ReaderStage>): void {
  describe(name, () => {
    const refused: ReadFailure = { kind: 'key-refused' };

    it.each(['own', 'dumps'] as const)('reads an empty list of %s as one', async (part) => {
      const { reader, portal } = await setUp();
      expect(await reader.readHistory(portal, part)).toEqual({ kind: 'read', backups: [] });
    });

    it('reads each list separately and marks each backup with its list', async () => {
      const { reader, portal, list } = await setUp();
      list('own', ['a', 'b']);
      list('dumps', ['c']);
      const answers = await Promise.all([
        reader.readHistory(portal, 'dumps'),
        reader.readHistory(portal, 'own'),
      ]);
      const told = answers.map((answer) =>
        answer.kind === 'read' ? answer.backups.map(({ id, dump }) => `${id} ${dump}`) : answer,
      );
      expect(told).toEqual([['c true'], ['a false', 'b false']]);
    });

    it('resolves with a failure as data only, and with nothing besides', async () => {
      const { reader, portal, refuseKey } = await setUp();
      refuseKey();
      for (const part of ['own', 'dumps'] as const)
        expect(await reader.readHistory(portal, part)).toEqual({ kind: 'failed', failure: refused });
    });

    it('remembers nothing', async () => {
      const { reader, portal, list, refuseKey } = await setUp();
      list('own', ['a']);
      await reader.readHistory(portal, 'own');
      list('own', []);
      expect(await reader.readHistory(portal, 'own')).toEqual({ kind: 'read', backups: [] });
      refuseKey();
      expect(await reader.readHistory(portal, 'own')).toEqual({ kind: 'failed', failure: refused });
    });

    it('rejects because of a bug', async () => {
      const { reader, mistaken } = await setUp();
      await expect(reader.readHistory(mistaken, 'own')).rejects.toThrow(TypeError);
    });
  });
}
