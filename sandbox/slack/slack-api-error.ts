import type { JsonObject } from './json.ts';

/** Becomes an `{ok: false}` response. */
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

/** Slack's `invalid_arguments`, with the reasons in `response_metadata`, where the SDKs read them. */
export function invalidArguments(...reasons: readonly string[]): SlackApiError {
  return new SlackApiError('invalid_arguments', {
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}
