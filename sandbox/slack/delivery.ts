import type { JsonObject } from './json.ts';

/** Something Slack sends to the app and wants acknowledged. */
export interface Delivery {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: JsonObject;
}

/** Slack's own words for an app that did not acknowledge, or not well. */
export type DeliveryError =
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'http_client_error'
  | 'http_service_error'
  | 'invalid_command_response'
  /** An answer to a `block_suggestion` that is none. Slack's own word for it is not documented. */
  | 'invalid_options';

export type DeliveryResult =
  | { readonly acked: true; readonly ackMs: number; readonly ackPayload: JsonObject | undefined }
  | { readonly acked: false; readonly ackMs: number; readonly error: DeliveryError };
