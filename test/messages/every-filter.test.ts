import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/backups/query.ts';
import { ask, backup, day, hour, read, reading, visibleLines } from './cast.ts';

const kept = backup(2 * hour, { leftMs: hour });
const other = backup(3 * hour, { in: 'room' });

/** Each way to see fewer backups of a portal; it leaves `kept` and hides `other`. */
const filters: Readonly<
  Record<Exclude<keyof Query, 'portal' | 'group' | 'scope' | 'problems' | 'files' | 'page'>, Partial<Query>>
> = {
  expiring: { expiring: { withinMs: day } },
  storage: { storage: 'third-party' },
};

const portals = { portalNames: ['acme', 'hr'] };
const twoLines = (query: Partial<Query>, backups: readonly (typeof kept)[]) =>
  visibleLines(ask(query, [reading('acme', read(backups)), reading('hr', read(backups))], portals)).slice(
    0,
    2,
  );

describe.each(Object.entries(filters))('the filter %s', (_member, query) => {
  it('leaves out what was not asked for', () => {
    const shown = visibleLines(
      ask({ ...query, portal: 'acme', files: true }, [reading('acme', read([kept, other]))], portals),
    );
    expect(shown.join()).toContain(kept.fileName);
    expect(shown.join()).not.toContain(other.fileName);
  });

  it('is reported at the top of the answer, even where it hides nothing', () => {
    expect(twoLines(query, [kept])).not.toEqual(twoLines({}, [kept]));
  });
});
