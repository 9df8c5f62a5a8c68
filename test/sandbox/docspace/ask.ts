import { once } from 'node:events';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { SandboxPortal } from '../../../sandbox/docspace/portal-server.ts';

/** GETs `/api/2.0/<path>` with the portal's key. */
export function ask(portal: SandboxPortal, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${portal.apiKey}` };
  return fetch(`${portal.url}/api/2.0/${path}`, { headers, redirect: 'manual', ...init });
}

export interface RawResponse {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The same as it came over the wire: any status, not decompressed, however long its headers. */
export async function askRaw(portal: SandboxPortal, path: string): Promise<RawResponse> {
  const headers = { authorization: `Bearer ${portal.apiKey}` };
  const request = get(`${portal.url}/api/2.0/${path}`, { headers, maxHeaderSize: 65_536 });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

export interface Envelope {
  response?: unknown;
  count?: number;
  error?: { message: string; type?: string; stack?: string };
  status: number;
  statusCode: number;
}

export async function askEnvelope(portal: SandboxPortal, path: string): Promise<Envelope> {
  return (await (await ask(portal, path)).json()) as Envelope;
}
