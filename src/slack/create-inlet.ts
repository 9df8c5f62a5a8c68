import type { Receiver } from '@slack/bolt';
import type { Secret } from '../ops/secret.ts';
import { createHttpInlet, type HttpInletMode } from './create-http-inlet.ts';
import { createSocketInlet, type SocketInletOptions } from './create-socket-inlet.ts';

/** How Slack reaches the bot: over connections that the bot opens, or on a port (of every address without `host`). */
export type ReceiverMode =
  | { readonly kind: 'socket'; readonly appToken: Secret }
  | ({ readonly kind: 'http' } & HttpInletMode);

/** Receives from Slack: `receiver` for Bolt, and the lifecycle of the connection behind it. */
export interface Inlet {
  readonly receiver: Receiver;
  /** Resolves when Slack can reach the bot, with where, for the log. */
  open(): Promise<string>;
  /** Accepts no more commands; resolves when the connection is closed. */
  close(): Promise<void>;
}

export type InletOptions = Omit<SocketInletOptions, 'times'>;

/** Creates the inlet of a mode. Nothing is connected before `open`. */
export function createInlet(mode: ReceiverMode, options: InletOptions): Inlet {
  switch (mode.kind) {
    case 'socket':
      return createSocketInlet(mode.appToken, options);
    case 'http':
      return createHttpInlet(mode, options);
  }
}
