import type { Fate } from './fate.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Odds, Weather } from './weather.ts';

/** What becomes of a call: whether Slack takes it, and what the bot sees. */
interface Course {
  /** `late`: after the bot has given it up. */
  readonly taken: 'yes' | 'no' | 'late';
  readonly end: 'answer' | 'rate-limited' | 'unavailable' | 'refused' | 'reset' | 'timeout';
}

type Courses = readonly [Course, ...Course[]];

const whenAway: Courses = [
  { taken: 'no', end: 'unavailable' },
  { taken: 'no', end: 'refused' },
  { taken: 'no', end: 'reset' },
  { taken: 'no', end: 'timeout' },
];
const nowAndThen: Courses = [
  ...whenAway,
  { taken: 'no', end: 'rate-limited' },
  { taken: 'no', end: 'rate-limited' },
  { taken: 'yes', end: 'unavailable' },
  { taken: 'yes', end: 'reset' },
  { taken: 'yes', end: 'timeout' },
  { taken: 'late', end: 'timeout' },
];
const usual: Course = { taken: 'yes', end: 'answer' };

/** After which the bot gives a call up. */
const timeoutMs = 15_000;
const latestMs = 19_000;

/** The way from a copy of the bot to the local Slack: what the copy uses in place of `fetch`. */
export function createSlackWire(options: {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: Weather;
  readonly odds: Odds;
}): (fate: Fate) => typeof globalThis.fetch {
  const { time, random, weather, odds } = options;

  function nextCourse(): Course {
    if (weather.isSlackAway) return random.pick(whenAway);
    return !weather.isCalm && random.onceIn(odds.troubleOnceIn) ? random.pick(nowAndThen) : usual;
  }

  async function call(request: () => Promise<Response>): Promise<Response> {
    const { taken, end } = nextCourse();
    await time.sleep(random.between(20, 300));
    const response = taken === 'yes' ? await time.work(request) : undefined;
    if (taken === 'late') {
      const arrived = time.sleep(random.between(timeoutMs, latestMs));
      void arrived.then(() => time.work(request)).catch(() => undefined);
    }
    await time.sleep(end === 'timeout' ? timeoutMs : random.between(20, 300));
    return outcome(end, response);
  }

  function outcome(end: Course['end'], response: Response | undefined): Response {
    switch (end) {
      case 'answer':
        return response ?? new Response(null, { status: 500 });
      case 'rate-limited':
        return rateLimited(random.between(1, 40));
      case 'unavailable':
        return new Response('upstream connect error', { status: 503 });
      case 'refused':
        throw failed('ECONNREFUSED');
      case 'reset':
        throw failed('ECONNRESET');
      case 'timeout':
        throw timedOut();
    }
  }

  return (fate) => async (url, init) => {
    // No pause between the last look at the lease and the socket: against that, Slack offers nothing.
    await fate.passUnpaused();
    const { signal: _, ...rest } = init ?? {};
    try {
      return await call(async () => {
        const response = await fetch(url, rest);
        const { status, headers } = response;
        return new Response(await response.arrayBuffer(), { status, headers });
      });
    } finally {
      await fate.pass();
    }
  };
}

function rateLimited(seconds: number): Response {
  return Response.json(
    { ok: false, error: 'ratelimited' },
    { status: 429, headers: { 'retry-after': String(seconds) } },
  );
}

/** As `fetch` fails. */
function failed(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** As a signal of `AbortSignal.timeout` ends a call. */
function timedOut(): Error {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
