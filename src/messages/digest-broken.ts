import type { RichTextElement } from '@slack/types';
import { actions } from './kit/blocks.ts';
import { joinLines } from './kit/budget.ts';
import { messageLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { digestButton, type PressableDigest } from './parts/digest-buttons.ts';
import { brokenChannelSentence } from './words/broken-channels.ts';
import { placeElements } from './words/places.ts';
import { scheduleWords } from './words/schedules.ts';
import { sentenceElements } from './words/sentences.ts';

/** A digest whose channel is gone for good. */
export interface BrokenDigest extends Omit<PressableDigest, 'state'> {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  /** Slack's reason. */
  readonly code: string;
}

/** Tells whoever set a digest up that it has stopped, and why, with buttons that bring it back, there or elsewhere. */
export function renderDigestBroken(digest: BrokenDigest): Message {
  const what: RichTextElement[] = [
    bold('The backup digest in '),
    ...placeElements(digest.channel),
    bold(' has stopped.'),
    plain(` It came at ${scheduleWords(digest)}.`),
  ];
  const pressable: PressableDigest = { ...digest, state: { kind: 'broken' } };
  const lines = [line(...what), line(...sentenceElements(brokenChannelSentence(digest.code)))];
  return {
    text: linesAsMrkdwn(lines),
    blocks: [
      richText(lines),
      ...actions((['resume', 'change'] as const).map((verb) => digestButton(verb, pressable))),
    ],
  };
}

/** An answer that also says, in its last line, that the digest in a channel no longer comes, and why. */
export function addBrokenDigest(
  answer: Message,
  { channel, code }: { readonly channel: string; readonly code: string },
): Message {
  const why = sentenceElements(brokenChannelSentence(code));
  const note = line(
    bold('🔴 The digest no longer comes in '),
    ...placeElements(channel),
    bold('.'),
    plain(' '),
    ...why,
  );
  const words = linesAsMrkdwn([note]);
  const above = joinLines(answer.text.split('\n'), messageLimits.text - words.length - 1);
  return { text: `${above}\n${words}`, blocks: [...answer.blocks, richText([note])] };
}
