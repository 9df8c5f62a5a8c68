import type { RichTextElement } from '@slack/types';
import { formatSetUp } from '../commands/digest-set-up.ts';
import { cleanText } from './kit/clean-text.ts';
import { shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, line, plain, richText } from './kit/rich-text.ts';
import { counted } from './words/counts.ts';
import { placeElements } from './words/places.ts';
import { sentenceElements } from './words/sentences.ts';

/** Short messages about the bot itself. `channel` is a channel's id or name; `sentence` ends with a full stop. */
export type Notice =
  | { readonly kind: 'reading'; readonly portals: number }
  /** A user from another workspace, for example in a shared channel. */
  | { readonly kind: 'refused-stranger' }
  | { readonly kind: 'refused-user' }
  | { readonly kind: 'refused-channel' }
  /** Nothing was set up, changed or stopped. */
  | { readonly kind: 'digest-not-changed'; readonly sentence: string }
  /** The database cannot be used now. */
  | { readonly kind: 'digests-unknown' }
  | { readonly kind: 'not-admin' }
  | { readonly kind: 'digest-gone'; readonly command: string }
  | { readonly kind: 'form-not-opened'; readonly command: string }
  | { readonly kind: 'digest-posted'; readonly channel: string }
  | { readonly kind: 'digest-failed'; readonly channel: string; readonly sentence: string }
  /** Slack did not confirm it. */
  | { readonly kind: 'digest-uncertain'; readonly channel: string }
  /** The database failed while it was made. */
  | { readonly kind: 'digest-interrupted'; readonly channel: string }
  | { readonly kind: 'digest-already-running' }
  | { readonly kind: 'share-failed'; readonly sentence: string }
  /** Slack did not confirm it. */
  | { readonly kind: 'share-uncertain' }
  /** Withheld: people outside the workspace are in the channel, or Slack did not say. */
  | { readonly kind: 'share-withheld'; readonly reason: 'outsiders' | 'unchecked' }
  | { readonly kind: 'digest-withheld'; readonly channel: string }
  /** A button whose portal, if any, is no longer configured. */
  | { readonly kind: 'outdated-button'; readonly portal: string | undefined; readonly command: string }
  /** A bug; the log has the cause under the reference. */
  | { readonly kind: 'failed'; readonly reference: string }
  /** What was to be snoozed is not so any more. */
  | { readonly kind: 'snooze-over'; readonly portal: string; readonly command: string }
  /** The database cannot be used now. */
  | { readonly kind: 'snoozes-unknown' }
  | { readonly kind: 'stopping' };

/** What happened and the next step, in one or two sentences, also in `text`. */
export function renderNotice(notice: Notice): Message {
  const elements = describe(notice);
  return { text: elements.map(elementAsMrkdwn).join(''), blocks: [richText([line(...elements)])] };
}

type NoticeElement = Extract<RichTextElement, { type: 'text' | 'channel' | 'user' }>;

function describe(notice: Notice): NoticeElement[] {
  switch (notice.kind) {
    case 'reading':
      return [plain(`Reading ${counted(notice.portals, 'portal')} …`)];
    case 'refused-stranger':
      return [
        plain(
          'Only members of this bot’s own workspace can ask it. Ask a colleague there to share the answer.',
        ),
      ];
    case 'refused-user':
      return [
        plain('You are not on the list of people who may ask. The bot’s operator can add you: '),
        code('ALLOWED_USERS'),
        plain('.'),
      ];
    case 'refused-channel':
      return [
        plain('Backups may not be shown in this channel. Ask in another, or have it added: '),
        code('ALLOWED_CHANNELS'),
        plain('.'),
      ];
    case 'digest-not-changed':
      return [bold('Nothing was changed.'), plain(' '), ...sentenceElements(sentence(notice.sentence))];
    case 'digests-unknown':
      return [
        bold('Digests can’t be looked up just now.'),
        plain(
          ' The bot’s database cannot be used. Try again in a minute; digests that are due come when it is back.',
        ),
      ];
    case 'not-admin':
      return [
        plain('You are not on the list of people who may change digests. The bot’s operator can add you: '),
        code('ALLOWED_ADMINS'),
        plain('.'),
      ];
    case 'digest-gone':
      return [
        plain('This digest is no longer there. Type '),
        code(`${notice.command} digest`),
        plain(' to see those that are.'),
      ];
    case 'form-not-opened':
      return [
        plain('Slack did not open the form. Press the button again, or type '),
        code(`${notice.command} ${formatSetUp({ days: 'weekdays' })}`),
        plain('.'),
      ];
    case 'digest-posted':
      return [plain('The digest is in '), ...placeElements(notice.channel), plain('.')];
    case 'digest-failed':
      return [
        bold('The digest is not in '),
        ...placeElements(notice.channel),
        bold('.'),
        plain(` ${sentence(notice.sentence)}`),
      ];
    case 'digest-uncertain':
      return [
        bold('The digest may be in '),
        ...placeElements(notice.channel),
        bold(', or not.'),
        plain(' Slack did not confirm it. Look there before you try again.'),
      ];
    case 'digest-interrupted':
      return [
        bold('The digest may come to '),
        ...placeElements(notice.channel),
        bold(' later, or not.'),
        plain(
          ' The bot’s database cannot be used just now. Look there in a few minutes before you try again.',
        ),
      ];
    case 'digest-already-running':
      return [plain('A digest is already on its way. Check its channel in a moment.')];
    case 'share-uncertain':
      return [
        bold('It may be shared, or not.'),
        plain(' Slack did not confirm it. Check the channel before you share it again.'),
      ];
    case 'share-withheld':
      return notice.reason === 'outsiders'
        ? [
            bold('Not shared.'),
            plain(' People outside your workspace are in this channel. To allow it, have it added: '),
            code('ALLOWED_CHANNELS'),
            plain('.'),
          ]
        : [
            bold('Not shared.'),
            plain(' Slack did not say who is in this channel. Invite the bot, or try again in a minute.'),
          ];
    case 'digest-withheld':
      return [
        bold('The digest is not in '),
        ...placeElements(notice.channel),
        bold('.'),
        plain(' People outside your workspace are there. To allow it, have it added: '),
        code('ALLOWED_CHANNELS'),
        plain('.'),
      ];
    case 'outdated-button':
      return notice.portal === undefined
        ? [plain('This button no longer works. Type '), code(notice.command), plain(' for a new answer.')]
        : [
            plain('There is no longer a portal '),
            code(reference(notice.portal)),
            plain('. Type '),
            code(notice.command),
            plain(' to see all portals.'),
          ];
    case 'share-failed':
      return [bold('Not shared.'), plain(` ${sentence(notice.sentence)}`)];
    case 'failed':
      return [
        bold('That failed because of a bug in the bot.'),
        plain(' Try again; if it persists, give the bot’s operator this reference: '),
        code(reference(notice.reference)),
      ];
    case 'snooze-over':
      return [
        plain('That is no longer so, and nothing was snoozed. Type '),
        code(`${notice.command} ${reference(notice.portal)}`),
        plain(' to see what is.'),
      ];
    case 'snoozes-unknown':
      return [
        bold('What is snoozed can’t be looked up or changed just now.'),
        plain(' The bot’s database cannot be used. Try again in a minute.'),
      ];
    case 'stopping':
      return [plain('The bot is restarting and could not finish this. Ask again in a minute.')];
  }
}

function sentence(words: string): string {
  return cleanText(words, shownLimits.sentence) || 'The log has the cause.';
}

function reference(words: string): string {
  return cleanText(words, shownLimits.detail).replaceAll('`', '´') || 'none';
}
