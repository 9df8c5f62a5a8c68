import pLimit, { type LimitFunction } from 'p-limit';
import type { ReadFailure } from '../backups/failure.ts';
import type { Part } from '../backups/reading.ts';
import type { Envelope } from './envelope.ts';
import { type Facts, type Line, type Question, type Reply, requestOnce } from './request.ts';
import { type RetryPolicy, retryPolicy, type Try, tryAgain } from './retry.ts';
import { findWhoRefused, refusedBySomebody } from './who-refused.ts';

/** How portals are asked, and the limits. */
export interface AskOptions extends Line {
  /**
   * For one question, from the first byte sent to the last byte read, including retries and finding out who refused.
   */
  readonly timeoutMs: number;
  readonly retry?: RetryPolicy | undefined;
  /** The most requests to one server at the same time. */
  readonly atOncePerServer?: number | undefined;
}

/** What a portal answered, or why it did not. */
type Answered = { readonly facts: Facts } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
);

/** The outcome of a question, and the number of tries. */
export type Outcome = Answered & { readonly facts: { readonly tries: number } };

/** Asks a portal for one path. `part` decides whose rights count: dumps are a right of the portal. */
export type Ask = (question: Question, part: Part) => Promise<Outcome>;

const defaultAtOncePerServer = 20;

/**
 * Creates the only way to ask a portal for anything: retries transient failures, finds out who refused, and answers
 * within `timeoutMs`. Only a request in progress takes a slot, and only at its own server, so neither pauses nor
 * portals that hang delay another portal. The time starts with the first slot.
 */
export function createAsk({ timeoutMs, retry = retryPolicy, atOncePerServer, ...line }: AskOptions): Ask {
  const placesOf = createPlaces(atOncePerServer ?? defaultAtOncePerServer);

  return async function ask(question, part) {
    const places = placesOf(question.url);
    const deadline = createDeadline(timeoutMs);
    const late: Reply = { kind: 'failed', failure: { kind: 'timeout', afterMs: timeoutMs }, facts: {} };
    let tries = 0;
    /** The answer when the time is up. */
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

    async function work(): Promise<Answered> {
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
      const answered = await Promise.race([work(), deadline.passed.then(() => withoutMore(last))]);
      return { ...answered, facts: { ...answered.facts, tries } };
    } finally {
      deadline.clear();
    }
  };
}

/** What is known when no time is left for another try or question. */
function withoutMore(reply: Reply): Answered {
  if (reply.kind !== 'refused') return reply;
  return { kind: 'failed', failure: refusedBySomebody(reply.refusal), facts: reply.facts };
}

/** Slots for requests, `atOnce` for each server. */
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

/** A moment after which nothing waits any longer. */
interface Deadline {
  /** Starts the time; later calls do nothing. */
  start(): void;
  /**
   * Resolves when the time is up; never rejects. Resolves before `signal` aborts, so those who wait for it come first.
   */
  readonly passed: Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds until then, by the monotonic clock. */
  leftMs(): number;
  /** Must be called when the work is done, or the timer keeps the process alive. */
  clear(): void;
}

/**
 * Wait for both the work and `passed`: undici ignores the signal while it connects (7.30), so with the signal alone a
 * silent host would exceed the deadline.
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
