import { describe, expect, it } from 'vitest';
import {
  chooseAll,
  chooseTargets,
  everything,
  narrowToExpiring,
  narrowToPortal,
  type Query,
  type Targets,
} from '../../src/backups/query.ts';
import { aPortal } from './sample-backups.ts';

const portals = [aPortal('acme'), aPortal('server', { dumps: true }), aPortal('beta')];

describe('a narrower query', () => {
  const base: Query = { ...everything, group: 'emea', problems: true, scope: 'all', page: 3 };

  it('about one portal keeps only the filters that go with a portal', () => {
    const narrowed = narrowToPortal({ ...base, files: true }, 'acme');
    expect(narrowed).toEqual({ ...everything, portal: 'acme', scope: 'all', files: true });
  });

  it('about what expires keeps the group', () => {
    const narrowed = narrowToExpiring(base);
    expect(narrowed).toEqual({ ...everything, group: 'emea', scope: 'all', expiring: 'window' });
  });
});

function listsOf({ portals: chosen, scope }: Targets): string[] {
  return chosen.map((portal) => `${portal.name}: ${scope(portal)}`);
}

const asked = (query: Partial<Query>, from = portals) =>
  listsOf(chooseTargets({ ...everything, ...query }, from));

describe('what a query asks the portals for', () => {
  it('is what the digest judges by default', () => {
    expect(asked({})).toEqual(['acme: own', 'server: all', 'beta: own']);
    expect(asked({})).toEqual(listsOf(chooseAll(portals)));
  });

  it('is the one portal that is named', () => {
    expect(asked({ portal: 'beta' })).toEqual(['beta: own']);
    expect(asked({ portal: 'server' })).toEqual(['server: all']);
  });

  it('is the portals of one group', () => {
    const grouped = [aPortal('a', { group: 'emea' }), aPortal('emea'), aPortal('b', { group: 'emea' })];
    expect(asked({ group: 'emea' }, grouped)).toEqual(['a: own', 'b: own']);
    expect(asked({ group: 'Emea' }, grouped)).toEqual([]);
    const makers = [...grouped, aPortal('c', { group: 'emea', dumps: true })];
    expect(asked({ group: 'emea', scope: 'dumps' }, makers)).toEqual(['c: dumps']);
  });

  it('is dumps only where they are made', () => {
    expect(asked({ scope: 'dumps' })).toEqual(['server: dumps']);
    expect(asked({ scope: 'all' })).toEqual(['acme: own', 'server: all', 'beta: own']);
  });

  it('is dumps even so for a named portal, or when no portal makes them', () => {
    expect(asked({ scope: 'dumps', portal: 'acme' })).toEqual(['acme: dumps']);
    expect(asked({ scope: 'all', portal: 'acme' })).toEqual(['acme: all']);
    expect(asked({ scope: 'dumps' }, [aPortal('acme')])).toEqual(['acme: dumps']);
  });
});
