import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, answerRefusal } from './answer.ts';
import type { PortalState } from './portal-state.ts';
import { type Route, routes } from './routes.ts';

/** A request as it arrived; `headers` in lower case, `authorization` among them. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly at: Date;
}

export interface Asked {
  readonly seen: SeenRequest;
  /** All requests so far, oldest first, `seen` among them. */
  readonly requests: readonly SeenRequest[];
  readonly state: PortalState;
  readonly apiKey: string;
  /** The portal's address without a path. */
  readonly origin: string;
  readonly now: Date;
}

/** What a sound portal answers, its checks in the server's order: path and method, rate limit, filters, the route's own. */
export function answerRequest(asked: Asked): Answer {
  const { seen, state, apiKey, origin, now } = asked;
  const route = routes[seen.path.toLowerCase()];
  if (route === undefined) return answerRefusal(404, 'empty');
  if (seen.method !== 'GET') return answerRefusal(405, 'empty', { allow: 'GET' });
  const limited = findRateLimit(asked);
  if (limited !== undefined) return limited;
  const signedIn = isKeyGood(asked);
  const status = findRefusal(route, asked, signedIn);
  if (status !== undefined) return answerRefusal(status, state.refusalBody);
  const search = new URLSearchParams(seen.query).toString();
  const href = `${origin}${seen.path}${search && `?${search}`}`;
  const query = new Map(Object.entries(seen.query).map(([name, value]) => [name.toLowerCase(), value]));
  return route.answer({ state, apiKey, href, query, signedIn, now });
}

const windowMs = 60_000;

/** The limit of the minute. Its headers come with the refusal alone, and none of them says how long to wait. */
function findRateLimit({ requests, state, now }: Asked): Answer | undefined {
  // Only one look back, because a list of thousands would make the sandbox slower than what it is asked by.
  const oneTooMany = requests.at(-1 - state.requestsPerMinute);
  if (oneTooMany === undefined || now.getTime() - oneTooMany.at.getTime() >= windowMs) return undefined;
  return answerRefusal(429, 'empty', {
    'x-ratelimit-limit': String(state.requestsPerMinute),
    'x-ratelimit-remaining': '0',
  });
}

/** A bare `sk-…` counts as a session token on the real portal, and is none. */
function isKeyGood({ seen, apiKey, state, now }: Asked): boolean {
  if (seen.headers.authorization !== `Bearer ${apiKey}` || state.keyRevoked) return false;
  return state.keyExpiresAt === undefined || state.keyExpiresAt > now;
}

/** The first of the server's filters that refuses: key, its permissions, the portal's state, payment, the caller's address. */
function findRefusal({ answers }: Route, { seen, state }: Asked, signedIn: boolean): number | undefined {
  if (!signedIn && !answers.includes('without-key')) return 401;
  if (signedIn && !mayRead(state) && !answers.includes('narrow-key')) return 403;
  const { tenantStatus } = state;
  if (tenantStatus === 2 || (tenantStatus === 1 && !answers.includes('suspended'))) return 404;
  if (tenantStatus > 2 && !answers.includes('busy')) return 403;
  if (state.tariffState === 3 && !answers.includes('unpaid')) return 402;
  // The portal's own owner passes from any address; the key here belongs to another admin.
  if (state.addressRefused && signedIn) return 403;
  // Where no key is needed, a dead one counts as a key that may do nothing.
  return !signedIn && seen.headers.authorization?.startsWith('Bearer sk-') ? 403 : undefined;
}

const sufficient = ['*', '*:read', '*:write'];

function mayRead({ keyPermissions }: PortalState): boolean {
  return keyPermissions.length === 0 || keyPermissions.some((permission) => sufficient.includes(permission));
}
