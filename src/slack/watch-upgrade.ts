import type { Duplex } from 'node:stream';
import { webApi } from '@slack/bolt';
import type { Dispatcher } from 'undici';

/** What undici's `WebSocket` does not expose: its socket, and why there is none. */
export interface Wire {
  readonly socket: Duplex | undefined;
  /** Why the upgrade failed, as one of the SDK's errors. */
  readonly failure: Error | undefined;
  /** Destroys the socket, including one that is still to come. */
  cut(): void;
}

/**
 * A dispatcher for one WebSocket that shows what happens to its upgrade request, through a proxy, TLS or neither. Slack
 * does not close the TCP connection after the closing handshake, so the bot must cut the socket.
 */
export function watchUpgrade(dispatcher: Dispatcher): { readonly watched: Dispatcher; readonly wire: Wire } {
  let socket: Duplex | undefined;
  let failure: Error | undefined;
  let isCut = false;
  const watch = (handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler => ({
    onRequestStart: (...facts) => handler.onRequestStart?.(...facts),
    onRequestUpgrade(controller, status, headers, upgraded) {
      socket = upgraded;
      handler.onRequestUpgrade?.(controller, status, headers, upgraded);
      if (isCut) upgraded.destroy();
    },
    onResponseStart(controller, status, headers, statusText) {
      failure = refusalOf(status, headers);
      handler.onResponseStart?.(controller, status, headers, statusText);
    },
    onResponseData: (...facts) => handler.onResponseData?.(...facts),
    onResponseEnd: (...facts) => handler.onResponseEnd?.(...facts),
    onResponseError(controller, error) {
      failure ??= error;
      handler.onResponseError?.(controller, error);
    },
  });
  return {
    watched: dispatcher.compose((dispatch) => (options, handler) => dispatch(options, watch(handler))),
    wire: {
      get socket() {
        return socket;
      },
      get failure() {
        return failure;
      },
      cut() {
        isCut = true;
        socket?.destroy();
      },
    },
  };
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

function refusalOf(status: number, headers: Headers): Error {
  const retryAfterS = Number(headers['retry-after'] ?? Number.NaN);
  if (status === 429 && retryAfterS >= 0) return new webApi.WebAPIRateLimitedError(retryAfterS);
  return new webApi.WebAPIHTTPError(status, '', headers as Record<string, string>);
}
