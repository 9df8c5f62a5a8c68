import type { IncomingHttpHeaders } from 'node:http';
import { DecoratorHandler, type Dispatcher, fetch, Headers } from 'undici';

/**
 * `fetch` for Slack's SDK and for response URLs. It asks for gzip and fails on an answer in any other encoding, before
 * its first byte is decoded: undici would offer Brotli, and Node's decoder had a vulnerability (CVE-2026-111497). By
 * then the request has been sent, so Slack may have processed it.
 */
export function createSlackFetch(dispatcher: Dispatcher): typeof globalThis.fetch {
  const guarded = dispatcher.compose(
    (dispatch) => (options, handler) => dispatch(options, new EncodingGuard(handler)),
  );
  const slackFetch = (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers as ConstructorParameters<typeof Headers>[0]);
    headers.set('accept-encoding', 'gzip');
    return fetch(url, { ...(init as object), headers, dispatcher: guarded });
  };
  return slackFetch as typeof globalThis.fetch;
}

const decoded: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'x-gzip']);

interface ResponseHandler extends Dispatcher.DispatchHandler {
  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    message?: string,
  ): void;
}

/** undici's types (7.30) lack the methods of this class. */
const Decorator = DecoratorHandler as new (handler: Dispatcher.DispatchHandler) => ResponseHandler;

class EncodingGuard extends Decorator {
  override onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    message?: string,
  ): void {
    // Interim responses: `fetch` ignores them, and the base class accepts only one start.
    if (status < 200) return;
    const encoding = String(headers['content-encoding'] ?? '');
    if (decoded.has(encoding.trim().toLowerCase()))
      super.onResponseStart(controller, status, headers, message);
    else controller.abort(new UnexpectedEncodingError());
  }
}

class UnexpectedEncodingError extends Error {
  override readonly name = 'UnexpectedEncodingError';
  readonly code = 'UNEXPECTED_CONTENT_ENCODING';

  constructor() {
    super('The answer is neither gzipped nor plain');
  }
}
