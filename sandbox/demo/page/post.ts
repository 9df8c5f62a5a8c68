import type { PageReply } from '../page-server/page-wire.ts';

/** Asks the server to do something. Never rejects: a server that cannot be reached is an answer too. */
export async function post(path: string, body: object): Promise<PageReply> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as PageReply;
  } catch {
    return { ok: false, error: 'The sandbox cannot be reached. Is “npm run demo” still running?' };
  }
}
