import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../ops/log.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';
import { TokenRefusedError, type TokenSetting } from './token-refused-error.ts';

/** `setting` holds the token that the call is made with. */
export interface UntilAcceptedOptions {
  readonly setting: TokenSetting;
  readonly log: Log;
  readonly firstPauseMs: number;
  readonly signal: AbortSignal;
}

const longestPauseMs = 30_000;
const scopeAdvice = 'The app-level token needs the scope connections:write.';

/**
 * Repeats a call to Slack, with growing and jittered pauses, until it succeeds: a bot without Slack has nothing
 * better to do. Rejects with `TokenRefusedError` when Slack refuses the token for good, and when `signal` aborts.
 */
export async function untilAccepted<Result>(
  call: () => Promise<Result>,
  options: UntilAcceptedOptions,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    options.signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      options.signal.throwIfAborted();
      const failure = mapSlackFailure(error);
      throwIfFinal(failure, options.setting);
      const pauseMs = choosePauseMs(failure, options.firstPauseMs * 2 ** failures);
      options.log.warn(`${describe(failure)}; trying again`, { pauseMs: Math.round(pauseMs), error });
      await wait(pauseMs, undefined, { signal: options.signal });
    }
  }
}

function describe(failure: SlackFailure): string {
  return failure.kind === 'refused'
    ? `Slack says no (${failure.code}). ${failure.advice}`
    : 'Slack cannot be reached';
}

function throwIfFinal(failure: SlackFailure, setting: TokenSetting): void {
  if (failure.kind === 'credentials-dead') throw new TokenRefusedError(setting, failure.code, failure.advice);
  // Of the calls made this way only apps.connections.open needs a scope, and no later try will have it.
  if (failure.code === 'missing_scope') throw new TokenRefusedError(setting, failure.code, scopeAdvice);
}

function choosePauseMs(failure: SlackFailure, growingMs: number): number {
  const askedMs = failure.kind === 'not-delivered' ? (failure.retryAfterMs ?? 0) : 0;
  return Math.max(askedMs, Math.min(longestPauseMs, growingMs) * (0.5 + Math.random() / 2));
}
