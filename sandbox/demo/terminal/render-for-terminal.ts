import type { styleText } from 'node:util';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import type { StoredFile, StoredMessage } from '../../slack/stored-message.ts';
import { describeMessage, type TextLine } from './text/describe-block.ts';
import { formatSlackDate } from './text/format-slack-date.ts';
import type { ReaderView } from './text/reader-view.ts';

export interface TerminalView {
  readonly slack: SandboxSlack;
  /** Where files can be loaded from. */
  readonly pageUrl: string;
  readonly now: Date;
  /** The message was changed after it was posted. */
  readonly isUpdate: boolean;
  readonly paint: typeof styleText;
}

/** A message as lines for the terminal: first channel, author and time, then its blocks behind a vertical line. */
export function renderForTerminal(
  message: StoredMessage,
  { slack, pageUrl, now, isUpdate, paint }: TerminalView,
): string {
  const { store, workspace } = slack;
  const view: ReaderView = {
    channelName: (id) => store.channel(id)?.name ?? id,
    userName: (id) => store.user(id)?.realName ?? 'Slackbot',
    now,
  };
  const isBot = message.userId === workspace.botUserId;
  const head = [
    placeName(slack, message.channelId),
    isBot ? workspace.appName : view.userName(message.userId),
    formatSlackDate(Number(message.ts), '{time}', view),
    ...(message.ephemeralTo === undefined ? [] : ['only visible to you']),
    ...(isUpdate ? ['replaced'] : []),
  ].join(' · ');
  const lines = [
    ...describeMessage(message, view),
    ...(message.files ?? []).map((file) => fileLine(file, pageUrl)),
  ];
  const body = lines.map((line) => `${paint('dim', '│')} ${paintLine(line, paint)}`);
  return ['', paint('cyan', printable(head)), ...body].join('\n');
}

function placeName({ store }: SandboxSlack, channelId: string): string {
  const channel = store.channel(channelId);
  return channel?.directWith === undefined ? `#${channel?.name ?? channelId}` : 'Direct message';
}

function fileLine({ id, name, content }: StoredFile, pageUrl: string): TextLine {
  return { kind: 'text', text: `📎 ${name} (${content.length} bytes): ${pageUrl}files/${id}` };
}

function paintLine({ kind, text }: TextLine, paint: typeof styleText): string {
  const safe = printable(text);
  switch (kind) {
    case 'title':
      return paint('bold', safe);
    case 'muted':
    case 'controls':
      return paint('dim', safe);
    case 'text':
      return safe;
  }
}

/** Replaces control characters, so that text from a portal cannot control the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
