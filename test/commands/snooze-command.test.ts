import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingTraits } from '../../src/backups/finding.ts';
import type { FindingName } from '../../src/backups/snooze.ts';
import {
  parseSnoozeValue,
  type SnoozeAsk,
  snoozeTerms,
  snoozeValue,
} from '../../src/commands/snooze-command.ts';

const portals = ['acme', 'branch-2'];
const findings = Object.keys(findingTraits).flatMap((kind) =>
  (['own', 'dumps'] as const).map((part) => `${kind}.${part}` as FindingName),
);
const anyPortal = fc.constantFrom(...portals);
const anyFinding = fc.constantFrom(...findings);
const anyAsk: fc.Arbitrary<SnoozeAsk> = fc.oneof(
  fc.record({ kind: fc.constant('choose' as const), portal: anyPortal }),
  fc.record({ kind: fc.constant('undo' as const), portal: anyPortal, finding: anyFinding }),
  fc.record({
    kind: fc.constant('put' as const),
    ...{ portal: anyPortal, finding: anyFinding, term: fc.constantFrom(...snoozeTerms) },
  }),
);

describe('the value of a button for a snooze', () => {
  it('is read back as it was meant', () => {
    fc.assert(
      fc.property(anyAsk, (ask) => {
        expect(parseSnoozeValue(snoozeValue(ask), portals)).toEqual(ask);
        expect(snoozeValue(ask).length).toBeLessThanOrEqual(75);
      }),
    );
  });

  it.each([
    'snooze',
    'snooze gone',
    'snooze acme stale.own',
    'snooze acme stale.own 2d',
    'snooze acme haunted.own 1d',
    'snooze acme stale.own 1d more',
    'acme',
    '',
  ])('is not “%s”', (value) => {
    expect(parseSnoozeValue(value, portals)).toBeUndefined();
  });
});
