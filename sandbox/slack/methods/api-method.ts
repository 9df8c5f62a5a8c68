import type { JsonObject } from '../json.ts';
import type { World } from '../world.ts';

export interface ApiCall {
  readonly world: World;
  readonly args: JsonObject;
}

/** One Web API method: who may call it and what it does. `run` throws `SlackApiError` for an `{ok: false}` answer. */
export interface ApiMethod {
  readonly token: 'none' | 'bot' | 'app';
  /** The scope a call needs, given its arguments; `undefined` when none. */
  readonly scope?: (call: ApiCall) => string | undefined;
  readonly run: (call: ApiCall) => JsonObject;
}
