import type { KnownBlock } from '@slack/types';
import type { KnownNames } from '../commands/known-names.ts';
import { parseExactQuery } from '../commands/parse-query.ts';
import { helpLines } from '../commands/words.ts';
import { actionIds } from './kit/actions.ts';
import { actions, header, queryButton } from './kit/blocks.ts';
import { joinLines } from './kit/budget.ts';
import { cleanText, quoteMrkdwn, quotePlain } from './kit/clean-text.ts';
import { messageLimits, partLimits, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, joinWith, line, plain, richText } from './kit/rich-text.ts';
import { nameElements } from './parts/name-line.ts';
import { portalName } from './words/portals.ts';

/** What the help is rendered from: the configured portals, and what was not understood, if anything. */
export interface HelpInput {
  /** The app's own command, such as `/backups`. */
  readonly command: string;
  readonly known: KnownNames;
  /** `closest` are the nearest texts that would be understood after the command. */
  readonly problem?: { readonly sentence: string; readonly closest: readonly string[] };
}

const shownNames = 40;

/** What can be asked; after a command that was not understood, first the problem and the closest commands. */
export function renderHelp(input: HelpInput): Message {
  const { known, problem } = input;
  const portalNames = known.portals;
  const usage = usageOf(input);
  const items = usage.map(({ typed, shows }) => line(code(typed), plain(` — ${shows}`)));
  const names = line(bold('Portals'), plain(' · '), ...nameElements(portalNames, shownNames));
  const blocks: KnownBlock[] = [
    ...(problem === undefined ? [header('How to ask about backups')] : problemBlocks(problem, input)),
    richText([], items),
    richText([line(plain('Words combine in any order.')), ...(portalNames.length > 0 ? [names] : [])]),
  ];
  const lines = [
    problem === undefined ? 'How to ask about backups' : quoteSentence(problem.sentence),
    ...items.map(({ elements }) => elements.map(elementAsMrkdwn).join('')),
  ];
  return { text: joinLines(lines, messageLimits.text), blocks };
}

function usageOf({ command, known }: HelpInput) {
  const [portal = 'acme'] = known.portals;
  const [group] = known.groups;
  const lines = helpLines(nameInCode(portal), group === undefined ? undefined : nameInCode(group));
  return lines.map(({ typed, shows }) => ({ typed: `${command} ${typed}`.trim(), shows }));
}

function problemBlocks(
  problem: NonNullable<HelpInput['problem']>,
  { command, known }: HelpInput,
): KnownBlock[] {
  const closest = problem.closest.map(cleanCommand).filter((words) => words !== '');
  const said = line(bold(cleanText(problem.sentence, shownLimits.sentence) || notUnderstood));
  if (closest.length === 0) return [richText([said])];
  const texts = closest.map((words) => [code(`${command} ${words}`)]);
  const buttons = closest
    .filter((words) => isQuery(words, known))
    .map((words, index) => {
      const label = closest.length === 1 ? 'Show that' : quotePlain(words);
      return queryButton(`${actionIds.show}.${index}`, label, words);
    });
  return [richText([said, line(plain('Did you mean: '), ...joinWith(' or ', texts))]), ...actions(buttons)];
}

/** Only what shows backups gets a button, not `digest`, `help` or `share`. */
function isQuery(words: string, known: KnownNames): boolean {
  return (
    words.length <= partLimits.buttonValue && parseExactQuery(words.split(' '), known).problems.length === 0
  );
}

function nameInCode(name: string): string {
  return portalName.raw(name).replaceAll('`', '´');
}

function cleanCommand(words: string): string {
  return cleanText(words, shownLimits.sentence).replaceAll('`', '´');
}

const notUnderstood = 'That was not understood.';

function quoteSentence(sentence: string): string {
  return quoteMrkdwn(cleanText(sentence, shownLimits.sentence)) || notUnderstood;
}
