import type { JsonObject } from './json.ts';

/** How a message was posted: by the Web API, a response_url, the acknowledgement's payload, or Slack itself. */
export type MessageOrigin = 'api' | 'response_url' | 'ack' | 'slack';

/** An uploaded file. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly content: Buffer;
  readonly userId: string;
  readonly createdAt: Date;
}

/** A message. Immutable: an edit stores a new object under the same `channelId` and `ts`. */
export interface StoredMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  /** Only this user sees the message. */
  readonly ephemeralTo?: string;
  readonly threadTs?: string;
  readonly metadata?: JsonObject;
  readonly files?: readonly StoredFile[];
  readonly origin: MessageOrigin;
  /** The typed command, which Slack shows above an `in_channel` answer. */
  readonly commandEcho?: string;
  readonly unfurlLinks: boolean;
  readonly edited?: { readonly userId: string; readonly ts: string };
  readonly deleted: boolean;
}

export interface StoredView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly userId: string;
  readonly hash: string;
  /** The view as the app sent it, with block and action ids filled in. */
  readonly content: JsonObject;
  readonly rootViewId: string;
  readonly previousViewId?: string;
  /** The error messages of input blocks after `response_action: errors`, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface StoredApiCall {
  readonly method: string;
  /** The decoded arguments without the token. */
  readonly args: JsonObject;
  readonly at: Date;
  /** `ok`, Slack's error code, or the injected fault. */
  readonly outcome: string;
}
