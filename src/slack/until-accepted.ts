import { LineError } from './open-line.ts';
import type { Retries } from './retries.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';
import { TokenRefusedError, type TokenSetting } from './token-refused-error.ts';

/** `setting` is the one with the token that the call uses. */
export interface UntilAcceptedOptions {
  readonly setting: TokenSetting;
  readonly retries: Retries;
  readonly signal: AbortSignal;
}

const scopeAdvice = 'The app-level token needs the scope connections:write.';

/**
 * Repeats a call to Slack until it succeeds, because the bot is useless without Slack. Rejects with `TokenRefusedError`
 * when Slack refuses the token permanently, and when `signal` aborts.
 */
export async function untilAccepted<Result>(
  call: () => Promise<Result>,
  { setting, retries, signal }: UntilAcceptedOptions,
): Promise<Result> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      const failure = mapSlackFailure(error);
      throwIfFinal(failure, setting);
      const atLeastMs = failure.kind === 'not-delivered' ? (failure.retryAfterMs ?? 0) : 0;
      const advice = failure.kind === 'refused' ? { advice: failure.advice } : {};
      await retries.pause(describe(failure, error), { atLeastMs, facts: { ...advice, error } });
    }
  }
}

function describe(failure: SlackFailure, error: unknown): string {
  if (error instanceof LineError) return error.message;
  if (failure.kind === 'refused') return `Slack refused the call (${failure.code})`;
  if (failure.code === 'ratelimited') return 'Slack asked the bot to wait (ratelimited)';
  return `Slack cannot be reached (${failure.code})`;
}

function throwIfFinal(failure: SlackFailure, setting: TokenSetting): void {
  if (failure.kind === 'credentials-dead') throw new TokenRefusedError(setting, failure.code, failure.advice);
  // Of these calls only apps.connections.open needs a scope, and retrying will not add it.
  if (failure.code === 'missing_scope') throw new TokenRefusedError(setting, failure.code, scopeAdvice);
}
