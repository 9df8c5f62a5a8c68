import pLimit, { type LimitFunction } from 'p-limit';
import type { ReadFailure } from '../backups/failure.ts';
import type { Part } from '../backups/reading.ts';
import type { Envelope } from './envelope.ts';
import { type Facts, type Line, type Question, type Reply, requestOnce } from './request.ts';
import { type RetryPolicy, retryPolicy, type Try, tryAgain } from './retry.ts';
import { findWhoRefused, refusedBySomebody } from './who-refused.ts';

/** How portals are asked, and the limits. */
export interface AskOptions extends Line {
  /** For one question, from the first byte asked to the last byte read, all tries and who refused included. */
  readonly timeoutMs: number;
  readonly retry?: RetryPolicy | undefined;
  /** The most requests to one server at the same time. */
  readonly atOncePerServer?: number | undefined;
}

/** What a portal told, or why it did not. */
type Told = { readonly facts: Facts } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
);

/** What came of a question, and in how many tries. */
export type Outcome = Told & { readonly facts: { readonly tries: number } };

/** Asks a portal for one path. `part` tells whose rights count: dumps are a right of the portal. */
export type Ask = (question: Question, part: Part) => Promise<Outcome>;

const defaultAtOncePerServer = 20;

/**
 * Creates the one way to ask a portal for anything: tries again what may pass, finds out who refused, and answers within
 * `timeoutMs`. Only a request that is under way holds a place, and only at its own server: neither pauses nor portals that
 * hang delay any other portal. The time runs from the first place on.
 */
export function createAsk({ timeoutMs, retry = retryPolicy, atOncePerServer, ...line }: AskOptions): Ask {
  const placesOf = createPlaces(atOncePerServer ?? defaultAtOncePerServer);

  return async function ask(question, part) {
    const places = placesOf(question.url);
    const deadline = createDeadline(timeoutMs);
    const late: Reply = { kind: 'failed', failure: { kind: 'timeout', afterMs: timeoutMs }, facts: {} };
    let tries = 0;
    /** What is told when the time is up. */
    let last: Reply = late;

    const send = (one: Question): Promise<Reply> =>
      places(() => {
        deadline.start();
        if (deadline.leftMs() <= 0) return late;
        return Promise.race([requestOnce(one, line, deadline.signal), deadline.passed.then(() => late)]);
      });

    async function attempt(): Promise<Try<Reply>> {
      tries += 1;
      const reply = await send(question);
      last = reply;
      return reply.kind === 'failed'
        ? { result: reply, failure: reply.failure, retryAfterMs: reply.retryAfterMs }
        : { result: reply, failure: undefined, retryAfterMs: undefined };
    }

    async function work(): Promise<Told> {
      const reply = await tryAgain(attempt, {
        policy: retry,
        leftMs: deadline.leftMs,
        signal: deadline.signal,
      });
      if (reply.kind !== 'refused') return reply;
      const failure = await findWhoRefused(reply.refusal, part, (path, { withKey }) =>
        send({ ...question, path, authorization: withKey ? question.authorization : undefined }),
      );
      return { kind: 'failed', failure, facts: reply.facts };
    }

    try {
      const told = await Promise.race([work(), deadline.passed.then(() => withoutMore(last))]);
      return { ...told, facts: { ...told.facts, tries } };
    } finally {
      deadline.clear();
    }
  };
}

/** What is known when there is no time for another try or question. */
function withoutMore(reply: Reply): Told {
  if (reply.kind !== 'refused') return reply;
  return { kind: 'failed', failure: refusedBySomebody(reply.refusal), facts: reply.facts };
}

/** Places for requests, so many at each server. */
function createPlaces(atOnce: number): (url: string) => LimitFunction {
  const byServer = new Map<string, LimitFunction>();
  return (url) => {
    const { origin } = new URL(url);
    const known = byServer.get(origin);
    if (known !== undefined) return known;
    const places = pLimit(atOnce);
    byServer.set(origin, places);
    return places;
  };
}

/** A moment after which nobody waits any longer. */
interface Deadline {
  /** The time runs from the first call on. */
  start(): void;
  /** Resolves when the time is up; never rejects. Whoever waits for it has moved on when `signal` aborts. */
  readonly passed: Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds until then, by the monotonic clock. */
  leftMs(): number;
  /** Must be called when the work is done, or the timer keeps the process alive. */
  clear(): void;
}

/**
 * Wait for the work and for `passed` at once: undici does not listen to a signal while it connects (7.30), so the signal
 * alone would let a silent host outstay the deadline.
 */
function createDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let endMs = Number.POSITIVE_INFINITY;
  let pass: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return {
    start() {
      if (timer !== undefined) return;
      endMs = performance.now() + timeoutMs;
      timer = setTimeout(() => {
        pass();
        setImmediate(() => controller.abort());
      }, timeoutMs);
    },
    passed,
    signal: controller.signal,
    leftMs: () => endMs - performance.now(),
    clear: () => clearTimeout(timer),
  };
}
