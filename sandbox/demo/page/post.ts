import type { PageReply } from '../page-server/page-wire.ts';

export const unreachable = 'The sandbox cannot be reached. Is “npm run demo” still running?';

/** Sends an action to the server. Never rejects: an unreachable server is a reply too. */
export async function post(path: string, body: object): Promise<PageReply> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as PageReply;
  } catch {
    return { ok: false, error: unreachable };
  }
}

/** Puts Slack's error codes into the sentence that Slack shows. Sentences stay as they are. */
export function explain(error: string): string {
  return /^[a-z_]+$/.test(error) ? `The app did not respond (${error}). Try again in a moment.` : error;
}
