import type { JsonObject } from './json.ts';

/** An `{ok: false}` answer in the making. */
export class SlackApiError extends Error {
  override readonly name = 'SlackApiError';
  readonly code: string;
  readonly extra: JsonObject;

  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** Slack's `invalid_arguments`, with its reasons where the SDKs look for them. */
export function invalidArguments(...reasons: readonly string[]): SlackApiError {
  return new SlackApiError('invalid_arguments', {
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}
