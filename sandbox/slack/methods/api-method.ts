import type { JsonObject } from '../json.ts';
import type { World } from '../world.ts';

export interface ApiCall {
  readonly world: World;
  readonly args: JsonObject;
}

/** A Web API method: the token and scope it needs, and what it does. `run` throws `SlackApiError` for `{ok: false}`. */
export interface ApiMethod {
  readonly token: 'none' | 'bot' | 'app';
  /** The scope that a call with these arguments needs. `undefined` when none. */
  readonly scope?: (call: ApiCall) => string | undefined;
  readonly run: (call: ApiCall) => JsonObject;
}
