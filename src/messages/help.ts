import type { KnownBlock, RichTextSection } from '@slack/types';
import { parseQuery } from '../backups/query-text.ts';
import { actionIds } from './actions.ts';
import { actions, header, queryButton } from './blocks.ts';
import { joinLines } from './budget.ts';
import { cleanText, quoteMrkdwn } from './clean-text.ts';
import { messageLimits, partLimits, shownLimits } from './limits.ts';
import type { Message } from './message.ts';
import { elementAsMrkdwn } from './mrkdwn.ts';
import { nameElements } from './name-line.ts';
import { portalName } from './portal-pages.ts';
import { bold, code, line, plain, richText } from './rich-text.ts';

/** What help is about: the portals there are, and what was not understood, if anything. */
export interface HelpInput {
  readonly portalNames: readonly string[];
  /** `closest` is the nearest valid command, with or without `/backups` before it. */
  readonly problem?: { readonly sentence: string; readonly closest: string | undefined };
}

const command = '/backups';
const shownNames = 40;

/** What can be asked; after something that was not understood, first what it was and what is closest to it. */
export function renderHelp({ portalNames, problem }: HelpInput): Message {
  const usage = usageOf(portalNames);
  const items = usage.map(({ typed, shows }) => line(code(typed), plain(` — ${shows}`)));
  const names = line(bold('Portals'), plain(' · '), ...nameElements(portalNames, shownNames));
  const blocks: KnownBlock[] = [
    ...(problem === undefined ? [header('How to ask about backups')] : problemBlocks(problem, portalNames)),
    richText([], items),
    richText([line(plain('Words combine in any order.')), ...(portalNames.length > 0 ? [names] : [])]),
  ];
  const lines = [
    problem === undefined ? 'How to ask about backups' : quoteSentence(problem.sentence),
    ...items.map(({ elements }) => elements.map(elementAsMrkdwn).join('')),
  ];
  return { text: joinLines(lines, messageLimits.text), blocks };
}

function usageOf(portalNames: readonly string[]) {
  const name = portalName.raw(portalNames[0] ?? 'acme').replaceAll('`', '´');
  return [
    { typed: command, shows: 'all portals, worst first' },
    { typed: `${command} ${name}`, shows: 'one portal; the beginning of its name will do' },
    { typed: `${command} expiring 3d`, shows: 'what expires within 3 days, soonest first' },
    {
      typed: `${command} ${name} cloud`,
      shows: 'one storage: room, drive, cloud, local, temporary, third-party',
    },
    { typed: `${command} dumps`, shows: 'whole-server dumps; “all” shows both' },
    { typed: `${command} share`, shows: 'the answer for the whole channel' },
    { typed: `${command} digest`, shows: 'today’s digest for you; “digest now” posts it' },
  ];
}

function problemBlocks(
  problem: NonNullable<HelpInput['problem']>,
  portalNames: readonly string[],
): KnownBlock[] {
  const closest = closestWords(problem.closest);
  const said: RichTextSection[] = [
    line(bold(cleanText(problem.sentence, shownLimits.sentence) || 'That was not understood.')),
  ];
  if (closest === undefined) return [richText(said)];
  const meant = line(plain('Closest to it: '), code(`${command} ${closest}`));
  const isQuery =
    closest.length <= partLimits.buttonValue &&
    parseQuery(closest.split(' '), portalNames).problems.length === 0;
  const button = isQuery ? actions([queryButton(actionIds.show, 'Show that', closest)]) : [];
  return [richText([...said, meant]), ...button];
}

function closestWords(closest: string | undefined): string | undefined {
  const words = cleanText(closest ?? '', shownLimits.sentence);
  const bare = words.replace(/^\/\S+ ?/u, '').replaceAll('`', '´');
  return bare === '' ? undefined : bare;
}

function quoteSentence(sentence: string): string {
  return quoteMrkdwn(cleanText(sentence, shownLimits.sentence)) || 'That was not understood.';
}
