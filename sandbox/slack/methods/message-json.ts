import type { JsonObject } from '../json.ts';
import type { StoredFile, StoredMessage } from '../stored-message.ts';
import type { Workspace } from '../workspace.ts';

/** A message as the Web API and interaction payloads show it. Metadata is included only on request. */
export function messageJson(
  message: StoredMessage,
  workspace: Workspace,
  includeMetadata: boolean,
): JsonObject {
  const isBot = message.userId === workspace.botUserId;
  return {
    type: 'message',
    user: message.userId,
    ...(isBot ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    text: message.text,
    team: workspace.teamId,
    ts: message.ts,
    ...(isBot ? { bot_profile: botProfile(workspace) } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.files === undefined
      ? {}
      : { files: message.files.map((file) => fileJson(file, workspace)), upload: false }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited === undefined
      ? {}
      : { edited: { user: message.edited.userId, ts: message.edited.ts } }),
    ...(message.metadata === undefined ? {} : { metadata: metadataJson(message.metadata, includeMetadata) }),
  };
}

function botProfile(workspace: Workspace): JsonObject {
  return {
    id: workspace.botId,
    app_id: workspace.appId,
    name: workspace.appName,
    deleted: false,
    team_id: workspace.teamId,
  };
}

function metadataJson(metadata: JsonObject, include: boolean): JsonObject {
  return include ? metadata : { event_type: metadata['event_type'] };
}

const fileTypes: Readonly<Record<string, readonly [mimetype: string, filetype: string, pretty: string]>> = {
  csv: ['text/csv', 'csv', 'CSV'],
  json: ['application/json', 'json', 'JSON'],
  txt: ['text/plain', 'text', 'Plain Text'],
};

/** A file as the Web API shows it: https://docs.slack.dev/reference/objects/file-object */
export function fileJson(file: StoredFile, workspace: Workspace): JsonObject {
  const { id, name, title, content, userId } = file;
  const [mimetype, filetype, pretty] = fileTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? [
    ...['application/octet-stream', 'binary', 'Binary'],
  ];
  const seconds = Math.floor(file.createdAt.getTime() / 1000);
  const address = `https://files.slack.com/files-pri/${workspace.teamId}-${id}`;
  return {
    ...{ id, name, title, created: seconds, timestamp: seconds, user: userId, size: content.length },
    ...{ mimetype, filetype, pretty_type: pretty, mode: 'hosted', is_external: false, editable: false },
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
    permalink: `https://${workspace.teamDomain}.slack.com/files/${userId}/${id}/${encodeURIComponent(name)}`,
  };
}
