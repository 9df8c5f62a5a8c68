import { validateBlocks } from './block-kit/validate-blocks.ts';
import { hasArgument, jsonArgument, textArgument } from './call-arguments.ts';
import { fillInIds } from './fill-in-ids.ts';
import { asJsonObject, isJsonObject, type JsonObject } from './json.ts';
import { SlackApiError } from './slack-api-error.ts';

/** The checked content of a message. `blocks` and `metadata` are absent when the call did not have them. */
export interface MessageContent {
  readonly text?: string;
  readonly blocks?: readonly JsonObject[];
  readonly metadata?: JsonObject;
  readonly warnings: readonly string[];
}

const longestText = 40_000;

/**
 * Reads and checks the content of a call. Throws `no_text`, `invalid_blocks_format`, `invalid_blocks`,
 * `invalid_attachments`, `msg_blocks_too_long`, `too_many_attachments`, `markdown_text_conflict`, `msg_too_long`,
 * `invalid_metadata_format` or `invalid_metadata_schema` as chat.postMessage does.
 */
export function readMessageContent(args: JsonObject): MessageContent {
  const blocks = readBlocks(args);
  const attachments = readAttachments(args);
  const text = readText(args);
  const metadata = readMetadata(args);
  const hasBody = text !== undefined || (blocks?.length ?? 0) > 0 || attachments > 0;
  if (!hasBody) throw new SlackApiError('no_text');
  return {
    ...(text === undefined ? {} : { text: text.slice(0, longestText) }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(metadata === undefined ? {} : { metadata }),
    warnings: (text?.length ?? 0) > longestText ? ['message_truncated'] : [],
  };
}

function readText(args: JsonObject): string | undefined {
  const markdown = textArgument(args, 'markdown_text');
  if (markdown === undefined) return textArgument(args, 'text');
  if (hasArgument(args, 'text') || hasArgument(args, 'blocks'))
    throw new SlackApiError('markdown_text_conflict');
  if (markdown.length > 12_000) throw new SlackApiError('msg_too_long');
  return markdown;
}

function readBlocks(args: JsonObject): readonly JsonObject[] | undefined {
  if (!hasArgument(args, 'blocks')) return undefined;
  const blocks = jsonArgument(args, 'blocks');
  if (!Array.isArray(blocks) || !blocks.every(isJsonObject)) throw new SlackApiError('invalid_blocks_format');
  refuseInvalidBlocks(blocks);
  return fillInIds(blocks);
}

function refuseInvalidBlocks(blocks: readonly JsonObject[]): void {
  const errors = validateBlocks(blocks, 'message');
  const first = errors.find((error) => error.code === 'invalid_blocks') ?? errors[0];
  if (first === undefined) return;
  const reasons = errors.map((error) => `${error.message} [json-pointer:${error.pointer}]`);
  throw new SlackApiError(first.code, {
    errors: reasons,
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}

function readAttachments(args: JsonObject): number {
  if (!hasArgument(args, 'attachments')) return 0;
  const attachments = jsonArgument(args, 'attachments');
  if (!Array.isArray(attachments)) throw new SlackApiError('invalid_attachments');
  if (attachments.length > 100) throw new SlackApiError('too_many_attachments');
  return attachments.length;
}

function readMetadata(args: JsonObject): JsonObject | undefined {
  if (!hasArgument(args, 'metadata')) return undefined;
  const metadata = jsonArgument(args, 'metadata');
  if (!isJsonObject(metadata)) throw new SlackApiError('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = asJsonObject(metadata);
  if (typeof type !== 'string' || type === '' || !isJsonObject(payload) || !isFlat(payload)) {
    throw new SlackApiError('invalid_metadata_schema');
  }
  return metadata;
}

/** Values, flat objects, and lists of these: https://docs.slack.dev/messaging/message-metadata */
function isFlat(payload: JsonObject): boolean {
  const isValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  const isFlatObject = (value: unknown) => isJsonObject(value) && Object.values(value).every(isValue);
  const isAllowed = (value: unknown) => isValue(value) || isFlatObject(value);
  return Object.values(payload).every(
    (value) => isAllowed(value) || (Array.isArray(value) && value.every(isAllowed)),
  );
}
