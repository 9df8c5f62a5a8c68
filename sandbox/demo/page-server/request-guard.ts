import type { IncomingHttpHeaders } from 'node:http';

export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Why a request is refused, or `undefined` for a request of our own page. The `Host` check stops sites whose name
 * points at 127.0.0.1 (DNS rebinding). The `Origin` check stops other pages from sending actions.
 */
export function refusalOf({ method, headers }: GuardedRequest, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) return 'unknown host';
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return 'unknown method';
  if (origin !== `http://${host}`) return 'foreign origin';
  if (!/^application\/json(;|$)/.test(headers['content-type'] ?? '')) return 'not JSON';
  return undefined;
}
