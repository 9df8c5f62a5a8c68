import type { RichTextElement } from '@slack/types';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { placeElements } from './words/places.ts';
import { type ScheduleFacts, scheduleWords } from './words/schedules.ts';

/** What somebody did with a digest, for everyone in its channel. Ids are Slack's. */
export interface DigestAnnouncement {
  readonly by: string;
  readonly what:
    | { readonly kind: 'set-up' | 'changed' | 'stopped' | 'resumed' }
    /** From another channel to this one. */
    | { readonly kind: 'moved-here'; readonly from: string }
    /** From this channel to another one. */
    | { readonly kind: 'moved-away'; readonly to: string }
    /** The announcement before this one is not true: the digest could not be kept. */
    | { readonly kind: 'not-kept' };
  readonly digest: ScheduleFacts;
}

/** One line: who did what, and which digest it is. */
export function renderDigestAnnouncement({ by, what, digest }: DigestAnnouncement): Message {
  const elements: RichTextElement[] = [
    { type: 'user', user_id: by },
    ...describe(what),
    bold(scheduleWords(digest)),
    plain('.'),
  ];
  return { text: elements.map(elementAsMrkdwn).join(''), blocks: [richText([line(...elements)])] };
}

function describe(what: DigestAnnouncement['what']): RichTextElement[] {
  switch (what.kind) {
    case 'set-up':
      return [plain(' set up a backup digest here: ')];
    case 'changed':
      return [plain(' changed a backup digest here. It is now: ')];
    case 'stopped':
      return [plain(' stopped a backup digest here: ')];
    case 'resumed':
      return [plain(' resumed a backup digest here: ')];
    case 'moved-here':
      return [plain(' moved a backup digest here from '), ...placeElements(what.from), plain(': ')];
    case 'moved-away':
      return [plain(' moved a backup digest from here to '), ...placeElements(what.to), plain(': ')];
    case 'not-kept':
      return [plain(', that does not count: it was not saved, because the bot’s database cannot be used: ')];
  }
}
