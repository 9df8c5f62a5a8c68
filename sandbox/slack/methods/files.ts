import { jsonArgument, numberArgument, textArgument } from '../call-arguments.ts';
import { postableChannel } from '../channel-access.ts';
import { asObjects, type JsonObject } from '../json.ts';
import { readMessageContent } from '../message-content.ts';
import { invalidArguments, SlackApiError } from '../slack-api-error.ts';
import type { StoredFile } from '../stored-message.ts';
import type { StoredChannel } from '../workspace.ts';
import type { World } from '../world.ts';
import type { ApiMethod } from './api-method.ts';
import { fileJson } from './message-json.ts';

const mostChannels = 100;

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const filesGetUploadURLExternal: ApiMethod = {
  token: 'bot',
  scope: () => 'files:write',
  run: ({ world, args }) => {
    const name = textArgument(args, 'filename');
    const length = numberArgument(args, 'length', 0);
    if (name === undefined || !Number.isInteger(length) || length < 1)
      throw new SlackApiError('missing_argument');
    const { upload, path } = world.uploads.issue(name, length);
    return { upload_url: `${world.baseUrl()}${path}`, file_id: upload.fileId };
  },
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal : without a channel, the file stays private. */
export const filesCompleteUploadExternal: ApiMethod = {
  token: 'bot',
  scope: () => 'files:write',
  run: ({ world, args }) => {
    const wanted = asObjects(jsonArgument(args, 'files'));
    if (wanted.length === 0) throw invalidArguments('missing required field: files');
    const files = wanted.map((file) => takeFile(world, file));
    const channels = channelsOf(world, args);
    const { text = '', blocks = [] } = commentOf(args);
    const threadTs = textArgument(args, 'thread_ts');
    for (const file of files) world.uploads.end(file);
    for (const { id } of channels) {
      world.store.postMessage(
        {
          ...{ channelId: id, userId: world.workspace.botUserId, text, blocks, files, origin: 'api' },
          ...(threadTs === undefined ? {} : { threadTs }),
          unfurlLinks: true,
        },
        world.clock(),
      );
    }
    return { files: files.map((file) => fileJson(file, world.workspace)) };
  },
};

function takeFile(world: World, { id, title }: JsonObject): StoredFile {
  const upload = world.uploads.arrived(String(id));
  if (upload === undefined) throw new SlackApiError('file_not_found');
  const { fileId, name, content } = upload;
  return {
    ...{ id: fileId, name, content, title: typeof title === 'string' && title !== '' ? title : name },
    ...{ userId: world.workspace.botUserId, createdAt: world.clock() },
  };
}

/** `channel_id` is the id of a conversation; `channels` lists these, or people. */
function channelsOf(world: World, args: JsonObject): readonly StoredChannel[] {
  const single = textArgument(args, 'channel_id');
  if (single !== undefined) {
    if (world.store.channel(single) === undefined) throw new SlackApiError('channel_not_found');
    return [shareable(world, single)];
  }
  const listed = (textArgument(args, 'channels') ?? '').split(',').filter((id) => id !== '');
  if (listed.length > mostChannels) throw new SlackApiError('channels_limit_exceeded');
  return listed.map((id) => shareable(world, id));
}

function shareable(world: World, id: string): StoredChannel {
  try {
    return postableChannel(world, id);
  } catch (error) {
    const isArchived = error instanceof SlackApiError && error.code === 'is_archived';
    throw isArchived ? new SlackApiError('posting_to_channel_denied') : error;
  }
}

/** A comment wins over blocks. A file needs neither. */
function commentOf(args: JsonObject): { readonly text?: string; readonly blocks?: readonly JsonObject[] } {
  const text = textArgument(args, 'initial_comment');
  if (text !== undefined) return { text };
  return textArgument(args, 'blocks') === undefined && !Array.isArray(args['blocks'])
    ? {}
    : readMessageContent({ blocks: args['blocks'] });
}
