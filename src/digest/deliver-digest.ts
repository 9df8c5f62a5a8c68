import type { Log } from '../ops/log.ts';
import { decideNext } from './delivery-policy.ts';
import { logOutcome } from './log-outcome.ts';
import type { PostOutcome } from './poster.ts';

/** Why a delivery was given up before its end; the reason of its signal. */
export type CancelReason = 'stopped' | 'newer-digest' | 'posted-by-hand';

/**
 * Delivers the digest of one slot: `attempt` until it is settled or the signal cancels the wait for another try.
 * `attempt` is `undefined` when the signal came before its turn. Ends with one log line on what became of the digest.
 */
export async function deliverDigest(options: {
  readonly dueAt: Date;
  readonly channel: string;
  readonly attempt: () => Promise<PostOutcome | undefined>;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
}): Promise<void> {
  const { attempt, clock, signal, log } = options;
  const startedAt = clock();
  for (let number = 1; ; number += 1) {
    const facts = { channel: options.channel, dueAt: options.dueAt.toISOString(), attempt: number };
    const outcome = await attempt();
    if (outcome === undefined) return logCancelled(log, signal.reason, facts);
    const next = decideNext({ outcome, number, startedAt, now: clock(), jitter: Math.random() });
    if (next.kind === 'settled') return logOutcome(log, outcome, facts);
    if (signal.aborted) return logCancelled(log, signal.reason, facts);
    log.warn('The digest was not posted yet; it will be tried again', {
      ...facts,
      ...next,
      ...codeOf(outcome),
    });
    await waitFor(next.waitMs, signal);
  }
}

function codeOf(outcome: PostOutcome): { readonly code?: string } {
  return 'code' in outcome ? { code: outcome.code } : {};
}

function logCancelled(log: Log, reason: CancelReason, facts: Readonly<Record<string, unknown>>): void {
  switch (reason) {
    case 'stopped':
      log.error(
        'The digest was not posted: the bot stops. Post it with `/backups digest now` once it is back.',
        facts,
      );
      return;
    case 'newer-digest':
      log.warn('The digest was not posted: the next one is due and takes its place', facts);
      return;
    case 'posted-by-hand':
      log.info('The digest need not be tried again: it was posted with `/backups digest now`', facts);
      return;
  }
}

/** Ends early, and without an error, when the signal comes. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
