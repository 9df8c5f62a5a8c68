import type { ReadFailure } from '../backups/failure.ts';
import type { Part } from '../backups/reading.ts';
import { keyPath, mayKeyRead } from './key.ts';
import type { Refusal } from './refusal.ts';
import type { Reply } from './request.ts';
import { parseSettings, type Settings, settingsPath } from './settings.ts';

/**
 * Asks the same portal for another path, once, with or without the key. Never rejects because of what a portal does.
 */
export type AskMore = (path: string, options: { readonly withKey: boolean }) => Promise<Reply>;

/** The failure when it is unknown who refused. */
export function refusedBySomebody({ status }: Refusal): ReadFailure {
  return { kind: 'refused', status };
}

/**
 * Finds out who refused, by asking for the portal's settings and for the key itself, at most once each. Based on the
 * filters of DocSpace 3.7: the settings answer to anyone and in nearly every state, the key's own path to every valid
 * key; from an IP address that is not allowed, every request with a key is refused.
 */
export async function findWhoRefused(refusal: Refusal, part: Part, ask: AskMore): Promise<ReadFailure> {
  if (refusal.by === 'api' && refusal.status === 403) return findMissingRight(refusal, part, ask);
  const reply = await ask(settingsPath, { withKey: false });
  const settings = reply.kind === 'envelope' ? parseSettings(reply.envelope) : undefined;
  if (settings === undefined) return withoutSettings(refusal, reply);
  if (settings.state !== undefined) return { kind: 'portal-state', state: settings.state };
  switch (refusal.status) {
    case 401:
      return { kind: 'key-refused' };
    case 402:
      return { kind: 'unpaid', isOwnServer: settings.isOwnServer };
    case 403:
      return judgeKey(refusal, await ask(keyPath, { withKey: true }));
    default:
      return { kind: 'unexpected-status', status: refusal.status };
  }
}

/** The API itself refused, so the key and the IP address are accepted and the portal works: a right is missing. */
async function findMissingRight(refusal: Refusal, part: Part, ask: AskMore): Promise<ReadFailure> {
  if (!refusal.isOfRights) return refusedBySomebody(refusal);
  if (part === 'dumps') {
    const reply = await ask(settingsPath, { withKey: true });
    const settings = reply.kind === 'envelope' ? parseSettings(reply.envelope) : undefined;
    if (settings === undefined) return refusedBySomebody(refusal);
    const why = whyNoDumps(settings);
    if (why !== undefined) return { kind: 'dumps-not-allowed', why };
  }
  const key = await ask(keyPath, { withKey: true });
  const isNarrow = key.kind === 'envelope' && mayKeyRead(key.envelope) === false;
  return { kind: 'key-not-allowed', lacks: isNarrow ? 'permission' : 'owner' };
}

function whyNoDumps({ isOwnServer, hasLimitedAccess }: Settings): 'cloud' | 'limited' | undefined {
  if (!isOwnServer) return 'cloud';
  return hasLimitedAccess ? 'limited' : undefined;
}

/** The failure when something other than the settings came back. */
function withoutSettings(refusal: Refusal, reply: Reply): ReadFailure {
  if (reply.kind === 'failed' && reply.failure.kind === 'refused-in-front') return reply.failure;
  if (refusal.status === 404) {
    const isNoDocSpace = reply.kind === 'envelope' || isForeign(reply) || isRefused(reply, 404);
    return isNoDocSpace ? { kind: 'not-found' } : refusedBySomebody(refusal);
  }
  if (reply.kind === 'failed' && reply.failure.kind === 'not-json')
    return { kind: 'refused-in-front', by: 'page' };
  // Only DocSpace asks for payment on these paths, and only DocSpace sends an error envelope about the key.
  if (refusal.status === 402) return { kind: 'unpaid', isOwnServer: undefined };
  return refusal.by === 'api' ? { kind: 'key-refused' } : refusedBySomebody(refusal);
}

function judgeKey(refusal: Refusal, reply: Reply): ReadFailure {
  if (reply.kind === 'envelope') {
    return mayKeyRead(reply.envelope) === false
      ? { kind: 'key-not-allowed', lacks: 'permission' }
      : refusedBySomebody(refusal);
  }
  if (reply.kind !== 'refused') return refusedBySomebody(refusal);
  const { status, by } = reply.refusal;
  if (status === 401) return { kind: 'key-refused' };
  return status === 403 && by === 'filter' ? { kind: 'address-not-allowed' } : refusedBySomebody(refusal);
}

const foreignAnswers: ReadonlySet<ReadFailure['kind']> = new Set([
  ...(['not-json', 'broken-json', 'wrong-shape', 'unexpected-status', 'redirected'] as const),
]);

/** Whether the answer came from something other than DocSpace. */
function isForeign(reply: Reply): boolean {
  return reply.kind === 'failed' && foreignAnswers.has(reply.failure.kind);
}

function isRefused(reply: Reply, status: number): boolean {
  return reply.kind === 'refused' && reply.refusal.status === status;
}
