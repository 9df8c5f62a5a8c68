import { createHash } from 'node:crypto';
import type { CustomerCondition } from './docspace/scenes.ts';

/** A portal of the crowd that joins the seven of the story. */
export interface Customer {
  /** `customer-001` */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  /** Its region. */
  readonly group: string;
  readonly condition: CustomerCondition;
}

const regions = ['north', 'east', 'south', 'west'] as const;

type Trouble = Exclude<CustomerCondition, 'fine'>;

/** Of 300 portals, 16 are not fine; `inStory` of them are among the seven of the story. */
const shares: Readonly<Record<Trouble, { readonly of300: number; readonly inStory: number }>> = {
  'loses-its-last': { of300: 2, inStory: 1 },
  'no-backups': { of300: 1, inStory: 0 },
  down: { of300: 3, inStory: 1 },
  'key-refused': { of300: 3, inStory: 1 },
  expiring: { of300: 4, inStory: 1 },
  stale: { of300: 3, inStory: 1 },
};

/** The customers that make `portalCount` portals together with the seven of the story. Always the same ones for a count. */
export function listCustomers(portalCount: number, storyCount: number): Customer[] {
  const names = Array.from(
    { length: portalCount - storyCount },
    (_, index) => `customer-${String(index + 1).padStart(3, '0')}`,
  );
  const troubles = troublesAmong(portalCount);
  const chosen = names.toSorted((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1)).slice(0, troubles.length);
  const conditions = new Map(chosen.map((name, index) => [name, troubles[index]]));
  return names.map((name, index) => ({
    name,
    number: index + 1,
    group: regions[index % regions.length] ?? regions[0],
    condition: conditions.get(name) ?? 'fine',
  }));
}

function troublesAmong(portalCount: number): Trouble[] {
  return (Object.keys(shares) as Trouble[]).flatMap((trouble) => {
    const { of300, inStory } = shares[trouble];
    const count = Math.round((of300 * portalCount) / 300) - inStory;
    return Array<Trouble>(Math.max(0, count)).fill(trouble);
  });
}

/** Scatters the troubles over the names. */
function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
