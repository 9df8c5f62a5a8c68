import type { RichTextElement } from '@slack/types';
import type { KnownNames } from '../commands/known-names.ts';
import { parseValue } from '../commands/parse-command.ts';
import { wordFor } from '../commands/words.ts';
import { actionIds } from './kit/actions.ts';
import { actions, queryButton } from './kit/blocks.ts';
import { cleanText, quotePlain } from './kit/clean-text.ts';
import { partLimits, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, line, plain, richText } from './kit/rich-text.ts';
import { setUpButton } from './parts/digest-buttons.ts';

/** What was not understood, and the nearest texts that would be understood after the command. */
export interface NotUnderstood {
  readonly sentence: string;
  readonly closest: readonly string[];
  readonly known: KnownNames;
  /** The app's own command, such as `/backups`. */
  readonly command: string;
}

/** How a text begins that sets up a digest. On a phone, a form is quicker than to type it again. */
const digestOn = `${wordFor({ kind: 'subcommand', subcommand: 'digest' })} on`;

/**
 * One line that says what is wrong, with a button for each nearest question that a button can carry. What else was meant
 * is shown as text to type. When nothing is near, the line says how to see what can be asked.
 */
export function renderNotUnderstood({ sentence, closest, known, command }: NotUnderstood): Message {
  const said = bold(cleanText(sentence, shownLimits.sentence) || 'That was not understood.');
  const shown = closest.filter((words) => cleanCommand(words) !== '');
  const pressed = shown.filter((words) => isExact(words, known));
  const typed = shown.filter((words) => !pressed.includes(words));
  const buttons = pressed.map((words, index) =>
    queryButton(`${actionIds.show}.${index}`, quotePlain(words), words),
  );
  const isSetUp = typed.some((words) => words.startsWith(digestOn));
  const codes = (all: readonly string[]) => all.map((words) => code(`${command} ${cleanCommand(words)}`));
  const advice = shown.length === 0 ? helpAdvice(command) : [];
  const inText = [said, ...advice, ...askWhich(codes(shown), 0)];
  return {
    text: inText.map(elementAsMrkdwn).join(''),
    blocks: [
      richText([line(said, ...advice, ...askWhich(codes(typed), buttons.length))]),
      ...actions([...buttons, ...(isSetUp ? [setUpButton('Open the form')] : [])]),
    ],
  };
}

/** Between what can be typed and so many buttons below. */
function askWhich(codes: readonly RichTextElement[], buttons: number): RichTextElement[] {
  const count = codes.length + buttons;
  if (count === 0) return [];
  const question = count === 1 ? ' Did you mean' : ' Which one';
  if (codes.length === 0) return [plain(count === 1 ? `${question}:` : `${question}?`)];
  const start = count === 1 ? `${question} ` : `${question}: `;
  return [plain(start), ...alternatives(codes), plain(buttons > 0 ? ', or:' : '?')];
}

/** `a, b or c`. */
function alternatives(elements: readonly RichTextElement[]): RichTextElement[] {
  return elements.flatMap((element, index) => {
    if (index === 0) return [element];
    return [plain(index === elements.length - 1 ? ' or ' : ', '), element];
  });
}

function helpAdvice(command: string): RichTextElement[] {
  return [plain(' Type '), code(`${command} help`), plain(' to see what can be asked.')];
}

/** Whether a button can carry the words unchanged. */
function isExact(words: string, known: KnownNames): boolean {
  const isUnchanged = words.length <= partLimits.buttonValue && cleanCommand(words) === words;
  return isUnchanged && parseValue(words, false, known).kind !== 'outdated';
}

function cleanCommand(words: string): string {
  return cleanText(words, shownLimits.sentence).replaceAll('`', '´');
}
