import type { StoredFile, StoredMessage } from '../../slack/stored-message.ts';
import type { PageFile, PageMessage } from './page-wire.ts';

/** A message as the page shows it. */
export function pageMessage(message: StoredMessage, isAnswer: boolean): PageMessage {
  const { channelId, ts, userId, text, blocks, ephemeralTo, edited, commandEcho, files } = message;
  return {
    ...{ channelId, ts, userId, text, blocks, isEphemeral: ephemeralTo !== undefined },
    isAnswer,
    isEdited: edited !== undefined && ephemeralTo === undefined,
    ...(commandEcho === undefined ? {} : { commandEcho }),
    ...(files === undefined ? {} : { files: files.map(pageFile) }),
  };
}

const previewed = { lines: 8, characters: 1_000 };

function pageFile({ id, name, title, content }: StoredFile): PageFile {
  const preview = previewOf(content);
  return { id, name, title, size: content.length, ...(preview === undefined ? {} : { preview }) };
}

/** The first lines, unless it is no text. */
function previewOf(content: Buffer): string | undefined {
  const start = new TextDecoder().decode(content.subarray(0, 4 * previewed.characters));
  if (start.includes('\0') || start.trim() === '') return undefined;
  return start.slice(0, previewed.characters).split(/\r?\n/).slice(0, previewed.lines).join('\n').trimEnd();
}
