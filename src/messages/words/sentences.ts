import type { RichTextText } from '@slack/types';
import { cleanText } from '../kit/clean-text.ts';
import { shownLimits } from '../kit/limits.ts';
import { code, plain } from '../kit/rich-text.ts';

/** A sentence as rich text, with what is to be typed in Slack, `“/…”`, as code. Empty when nothing visible is left. */
export function sentenceElements(sentence: string): RichTextText[] {
  return cleanText(sentence, shownLimits.sentence)
    .split(/“(\/[^“”]+)”/u)
    .map((words, index) => (index % 2 === 1 ? code(words.replaceAll('`', '´')) : plain(words)))
    .filter(({ text }) => text !== '');
}
