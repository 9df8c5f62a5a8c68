import type { Files, FilesSent } from '../answering/files.ts';
import type { ExportFile } from '../messages/export-files.ts';
import type { Log } from '../ops/log.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { mapSlackFailure } from './slack-failure.ts';

const timeoutMs = 20_000;

/**
 * Sends files to a person's direct messages with the bot (optional scopes `im:write` and `files:write`). Every call is
 * made once. The SDK's own `filesUploadV2` builds a form that undici's `fetch` does not take for one.
 */
export function createFiles(options: ClientOptions & { readonly log: Log }): Files {
  const { fetch, log } = options;
  const client = createClient(options, timeoutMs);

  async function upload({ name, content }: ExportFile): Promise<{ id: string; title: string }> {
    const body = Buffer.from(content, 'utf8');
    const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
      filename: name,
      length: body.length,
    });
    const answer = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new UploadRefusedError(answer.status);
    return { id, title: name };
  }

  return {
    async send(userId, files, comment) {
      let isSharing = false;
      try {
        const { channel } = await client.conversations.open({ users: userId });
        const [first, ...others] = await Promise.all(files.map(upload));
        if (first === undefined) return { kind: 'sent' };
        isSharing = true;
        await client.files.completeUploadExternal({
          files: [first, ...others],
          channel_id: channel?.id ?? '',
          initial_comment: comment,
        });
        return { kind: 'sent' };
      } catch (error) {
        const outcome = outcomeOf(error, isSharing);
        log.warn('Sending files to a direct message failed', { user: userId, ...outcome, error });
        return outcome;
      }
    },
  };
}

class UploadRefusedError extends Error {
  readonly code: string;
  constructor(status: number) {
    super(`the upload was answered with status ${status}`);
    this.code = `http_${status}`;
  }
}

/** Before they are shared, nobody sees uploaded files. */
function outcomeOf(error: unknown, isSharing: boolean): Exclude<FilesSent, { kind: 'sent' }> {
  if (error instanceof UploadRefusedError) return { kind: 'failed', code: error.code };
  const { kind, code } = mapSlackFailure(error);
  if (code === 'missing_scope') return { kind: 'not-allowed' };
  if (kind === 'uncertain' && isSharing) return { kind, code };
  return { kind: kind === 'refused' ? kind : 'failed', code };
}
