import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, narrowToPortal, type Query } from '../../../src/backups/query.ts';
import { parseExactQuery } from '../../../src/commands/parse-query.ts';
import {
  pickBlockId,
  portalSelect,
  readPickBlockId,
  suggestPortals,
} from '../../../src/messages/parts/portal-select.ts';
import { portalName } from '../../../src/messages/words/portals.ts';
import { knownNameLists, queries } from '../../backups/arbitraries.ts';
import { hour, now } from '../cast.ts';

const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `site-${index}`);
const selectOf = (names: readonly string[], query: Query = everything) =>
  portalSelect(
    'Show a portal',
    names.map((name) => ({ name, label: `🟢 ${name}` })),
    query,
  );
/** As long as a name may be. */
const longest = 'x'.repeat(40);
const filters: Query = { ...everything, scope: 'dumps', storage: 'room', expiring: 'window' };

describe('a select of portals', () => {
  it('lists up to twenty, in their order, each with the filters of its message', () => {
    const select = selectOf(namesOf(20).toReversed(), { ...filters, portal: 'site-3', page: 4 });
    expect(select).toMatchObject({ type: 'static_select', action_id: 'backups.pick_portal' });
    const options = select?.type === 'static_select' ? (select.options ?? []) : [];
    expect(options).toHaveLength(20);
    expect(options[0]).toEqual({
      text: { type: 'plain_text', text: '🟢 site-19', emoji: true },
      value: 'site-19 expiring dumps room',
    });
  });

  it('finds more than twenty by their letters, from the first letter and before', () => {
    expect(selectOf(namesOf(21))).toEqual({
      type: 'external_select',
      action_id: 'backups.pick_portal',
      placeholder: { type: 'plain_text', text: 'Show a portal', emoji: true },
      min_query_length: 0,
    });
  });

  it('leaves out what only typing could name, and is not there when nothing is left', () => {
    const select = selectOf(['acme', 'not one word', 'odd\u202ename']);
    expect(select).toMatchObject({ options: [{ value: 'acme' }] });
    expect(selectOf(['not one word'])).toBeUndefined();
    expect(selectOf([])).toBeUndefined();
    expect(selectOf([...namesOf(20), 'not one word'])?.type).toBe('static_select');
  });
});

describe('the suggestions', () => {
  it('are options with the filters of the message that the letters were typed in', () => {
    expect(suggestPortals(['site-1'], { ...filters, page: 3 })).toEqual([
      {
        text: { type: 'plain_text', text: 'site-1', emoji: true },
        value: 'site-1 expiring dumps room',
      },
    ]);
  });

  it('leave out the names of files where these do not fit', () => {
    const asked = {
      ...filters,
      storage: 'third-party',
      files: true,
      expiring: { withinMs: 500 * hour },
    } as const;
    expect(suggestPortals(['acme', longest], asked).map(({ value }) => value)).toEqual([
      'acme expiring 500h dumps third-party files',
      `${longest} expiring 500h dumps third-party`,
    ]);
  });

  it('are at most a hundred, the first ones', () => {
    const values = suggestPortals(namesOf(140), everything).map(({ value }) => value);
    expect(values).toEqual(namesOf(100));
    expect(suggestPortals(['not one word', ...namesOf(100)], everything)).toHaveLength(100);
  });

  it('keep to the limits of Slack, and come back as exactly what was asked', () => {
    const asked = knownNameLists.chain((known) =>
      fc.record({ known: fc.constant(known), query: queries(known) }),
    );
    fc.assert(
      fc.property(asked, ({ known, query }) => {
        const options = suggestPortals(known.portals, query);
        const shown = known.portals.filter((name) => portalName.raw(name) === name);
        expect(options).toHaveLength(shown.length);
        shown.forEach((portal, index) => {
          const { text, value = '' } = options[index] ?? { text: { text: '' } };
          expect(text.text.length).toBeLessThanOrEqual(75);
          expect(value.length).toBeLessThanOrEqual(75);
          const { query: parsed, problems } = parseExactQuery(value.split(' '), known);
          expect(problems).toEqual([]);
          const whole = narrowToPortal(query, portal);
          expect([whole, { ...whole, files: false }]).toContainEqual(parsed);
        });
      }),
    );
  });
});

describe('the block_id that carries the filters', () => {
  const instants = fc.date({ noInvalidDate: true });

  it('gives back the filters, whatever was asked, and fits', () => {
    fc.assert(
      fc.property(queries({ portals: ['acme'], groups: ['eu'] }), instants, (query, at) => {
        const blockId = pickBlockId(query, at);
        expect(blockId.length).toBeLessThanOrEqual(255);
        const { expiring, scope, storage, files } = query;
        expect(readPickBlockId(blockId)).toEqual({ ...everything, expiring, scope, storage, files });
      }),
    );
  });

  it('is another one in the message that replaces this one', () => {
    expect(pickBlockId(everything, new Date(now.getTime() + hour))).not.toBe(pickBlockId(everything, now));
  });

  it.each([
    ['of another app', 'b1'],
    ['without anything', ''],
    ['without a moment', 'backups.pick dumps'],
    ['with a moment that is none', 'backups.pick 1.2 dumps'],
    ['with an unknown word', 'backups.pick 1764000000000 dumps acme'],
    ['with a contradiction', 'backups.pick 1764000000000 dumps all'],
    ['of another prefix', 'backups.picks 1764000000000 dumps'],
  ])('is not one %s', (_, blockId) => {
    expect(readPickBlockId(blockId)).toBeUndefined();
  });
});
