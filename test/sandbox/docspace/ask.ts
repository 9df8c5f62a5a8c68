import type { SandboxPortal } from '../../../sandbox/docspace/portal-server.ts';

/** GETs `/api/2.0/<path>` with the portal's key. */
export function ask(portal: SandboxPortal, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${portal.apiKey}` };
  return fetch(`${portal.url}/api/2.0/${path}`, { headers, redirect: 'manual', ...init });
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
