import type { Duplex } from 'node:stream';
import { webApi } from '@slack/bolt';
import type { Dispatcher } from 'undici';

/** What undici's `WebSocket` keeps to itself: its socket, and why there is none. */
export interface Wire {
  readonly socket: Duplex | undefined;
  /** Why the upgrade failed, as the SDK's errors say it. */
  readonly failure: Error | undefined;
  /** Destroys the socket, also one that is only about to come. */
  cut(): void;
}

/**
 * A dispatcher for one WebSocket that shows what happens to its upgrade request, whatever is between: a proxy, TLS, or
 * nothing. Slack does not close the TCP connection after the closing handshake, so the socket must be cut by us.
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
