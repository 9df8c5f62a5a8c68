import type { RichTextSection } from '@slack/types';
import type { KnownNames } from '../commands/known-names.ts';
import { helpLines } from '../commands/words.ts';
import { header } from './kit/blocks.ts';
import { joinLines } from './kit/budget.ts';
import { messageLimits, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, bullets, code, line, plain, richText } from './kit/rich-text.ts';
import { nameElements } from './parts/name-line.ts';
import { portalName } from './words/portals.ts';

/** What the help is rendered from. */
export interface HelpInput {
  /** The app's own command, such as `/backups`. */
  readonly command: string;
  readonly known: KnownNames;
}

/** What can be asked, with examples that work here. */
export function renderHelp(input: HelpInput): Message {
  const { portals, groups } = input.known;
  const title = 'How to ask about backups';
  const items = usageOf(input).map(({ typed, shows }) => line(code(typed), plain(` — ${shows}`)));
  const order = line(
    ...[plain('Words combine in any order, but '), code('digest'), plain(', '), code('export')],
    ...[plain(', '), code('snooze'), plain(' and '), code('help')],
    plain(' stand alone.'),
  );
  const names = [...namesLine('Portals', portals), ...namesLine('Groups', groups)];
  const lines = [title, ...[...items, order].map(({ elements }) => elements.map(elementAsMrkdwn).join(''))];
  return {
    text: joinLines(lines, messageLimits.text),
    blocks: [header(title), richText([], bullets(items)), richText([order, ...names])],
  };
}

function namesLine(title: string, names: readonly string[]): RichTextSection[] {
  return names.length === 0
    ? []
    : [line(bold(title), plain(' · '), ...nameElements(names, shownLimits.names))];
}

function usageOf({ command, known }: HelpInput) {
  const [portal = 'acme'] = known.portals;
  const [group] = known.groups;
  const lines = helpLines(nameInCode(portal), group === undefined ? undefined : nameInCode(group));
  return lines.map(({ typed, shows }) => ({ typed: `${command} ${typed}`.trim(), shows }));
}

function nameInCode(name: string): string {
  return portalName.raw(name).replaceAll('`', '´');
}
