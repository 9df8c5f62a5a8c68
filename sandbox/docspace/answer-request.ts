import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, answerError } from './answer.ts';
import type { PortalState } from './portal-state.ts';
import { routes } from './routes.ts';

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

/** What a sound portal answers: rate limit, then path and method, then key, then the route's own rules. */
export function answerRequest(asked: Asked): Answer {
  const limit = countRequests(asked);
  const answer = limit.retryAfterS === undefined ? answerRoute(asked) : tooMany(limit.retryAfterS);
  return { ...answer, headers: { ...answer.headers, ...limit.headers } };
}

interface RateLimit {
  /** Seconds until the window has room again; `undefined` while it has. */
  readonly retryAfterS: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const windowMs = 60_000;

function countRequests({ requests, state, now }: Asked): RateLimit {
  const ageMs = ({ at }: SeenRequest): number => now.getTime() - at.getTime();
  const recent = requests.slice(requests.findLastIndex((request) => ageMs(request) >= windowMs) + 1);
  const resetMs = windowMs - (recent[0] === undefined ? 0 : ageMs(recent[0]));
  const left = state.requestsPerMinute - recent.length;
  return {
    retryAfterS: left < 0 ? Math.ceil(resetMs / 1000) : undefined,
    headers: {
      'x-ratelimit-limit': String(state.requestsPerMinute),
      'x-ratelimit-remaining': String(Math.max(0, left)),
      'x-ratelimit-reset': String(Math.ceil((now.getTime() + resetMs) / 1000)),
    },
  };
}

function tooMany(retryAfterS: number): Answer {
  return answerError(429, { 'retry-after': String(retryAfterS) });
}

function answerRoute({ seen, state, apiKey, origin, now }: Asked): Answer {
  const route = routes[seen.path.toLowerCase()];
  if (route === undefined) return answerError(404);
  if (seen.method !== 'GET') return { status: 405, headers: { allow: 'GET' }, body: '' };
  if (!isKeyGood(seen.headers.authorization, apiKey, state, now)) return answerError(401);
  return route({ state, apiKey, href: `${origin}${seen.path}`, dump: readDump(seen.query), now });
}

/** A bare `sk-…` counts as a session token on the real portal, and is none. */
function isKeyGood(sent: string | undefined, apiKey: string, state: PortalState, now: Date): boolean {
  if (sent !== `Bearer ${apiKey}` || state.keyRevoked) return false;
  return state.keyExpiresAt === undefined || state.keyExpiresAt > now;
}

/** ASP.NET reads names and booleans whatever their case, and knows no `1`. */
function readDump(query: SeenRequest['query']): boolean | undefined {
  const [, value = 'false'] = Object.entries(query).find(([name]) => name.toLowerCase() === 'dump') ?? [];
  switch (value.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return undefined;
  }
}
