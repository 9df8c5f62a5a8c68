import type { LookupAddress, LookupAllOptions, LookupOptions } from 'node:dns';
import { lookup as lookupByNode } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

export interface SlowNameOptions {
  readonly resolve?: (hostname: string, options: LookupAllOptions) => Promise<LookupAddress[]>;
  /** How long the lookup of a name with known addresses may take. */
  readonly patienceMs?: number;
  readonly rememberForMs?: number;
}

/** Long enough for a digest that reads once a day. */
const twoDaysMs = 2 * 86_400_000;

/**
 * Looks names up as Node does, and uses the addresses of the last time while that is slow. Node has four threads for
 * lookups: a few names whose server does not answer keep every other name waiting, Slack's and those of healthy portals
 * among them. A name that is being looked up is not looked up again. An error that comes in time is reported.
 */
export function createLookup(options: SlowNameOptions = {}): LookupFunction {
  const { resolve = lookupByNode, patienceMs = 300, rememberForMs = twoDaysMs } = options;
  const underWay = new Map<string, Promise<LookupAddress[]>>();
  const known = new Map<string, { readonly addresses: LookupAddress[]; readonly until: number }>();

  async function resolveOnce(key: string, hostname: string, how: LookupOptions): Promise<LookupAddress[]> {
    try {
      const addresses = await resolve(hostname, { ...how, all: true });
      known.set(key, { addresses, until: performance.now() + rememberForMs });
      return addresses;
    } finally {
      underWay.delete(key);
    }
  }

  return (hostname, how, callback) => {
    const key = `${hostname} ${how.family ?? 0}`;
    const answered = underWay.get(key) ?? resolveOnce(key, hostname, how);
    underWay.set(key, answered);
    const before = known.get(key);
    let isDone = false;
    const finish = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      const [first] = addresses;
      if (how.all === true || first === undefined) callback(error, addresses);
      else callback(error, first.address, first.family);
    };
    const isKnown = before !== undefined && before.until > performance.now();
    const timer = isKnown ? setTimeout(finish, patienceMs, null, before.addresses) : undefined;
    answered.then(
      (addresses) => finish(null, addresses),
      (error: NodeJS.ErrnoException) => finish(error, []),
    );
  };
}
