import type { RichTextElement } from '@slack/types';
import { actionIds } from './kit/actions.ts';
import { actions, queryButton } from './kit/blocks.ts';
import { cleanText } from './kit/clean-text.ts';
import { shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { brokenChannelSentence } from './words/broken-channels.ts';
import { placeElements } from './words/places.ts';
import { type ScheduleFacts, scheduleWords } from './words/schedules.ts';

/** A digest whose channel is gone for good. */
export interface BrokenDigest extends ScheduleFacts {
  readonly id: string;
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  /** Slack's reason. */
  readonly code: string;
}

/** Tells whoever set a digest up that it has stopped, and why, with a button that brings it back. */
export function renderDigestBroken(digest: BrokenDigest): Message {
  const what: RichTextElement[] = [
    bold('The backup digest in '),
    ...placeElements(digest.channel),
    bold(' has stopped.'),
    plain(` It came at ${cleanText(scheduleWords(digest), shownLimits.sentence)}.`),
  ];
  const lines = [
    line(...what),
    line(plain(cleanText(brokenChannelSentence(digest.code), shownLimits.sentence))),
  ];
  return {
    text: linesAsMrkdwn(lines),
    blocks: [
      richText(lines),
      ...actions([queryButton(actionIds.show, 'Resume', `digest resume ${digest.id}`)]),
    ],
  };
}
