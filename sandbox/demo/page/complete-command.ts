import type { SlashCommand } from '../app-manifest.ts';
import type { PagePortal } from '../page-server/page-wire.ts';

/** A suggestion in the list above the composer. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  /** The composer's text after the suggestion is chosen. */
  readonly result: string;
}

export interface Completions {
  readonly shown: readonly Completion[];
  /** How many portals fit too. */
  readonly more: number;
}

const nothing: Completions = { shown: [], more: 0 };
/** Of more portals, these are offered; the others need another letter. */
const mostPortals = 12;

/** Suggestions for the next word of a command. None for other text. */
export function completeCommand(
  text: string,
  command: SlashCommand,
  portals: readonly Pick<PagePortal, 'name' | 'group'>[],
): Completions {
  if (text.startsWith('/') && command.name.startsWith(text)) {
    const { name, usageHint, description } = command;
    return {
      shown: [{ label: `${name} ${usageHint}`.trim(), detail: description, result: `${name} ` }],
      more: 0,
    };
  }
  if (!text.startsWith(`${command.name} `)) return nothing;
  const start = text.lastIndexOf(' ') + 1;
  const before = text.slice(0, start);
  const partial = text.slice(start).toLowerCase();
  const said = before.toLowerCase().split(' ');
  const fits = (word: string): boolean =>
    word.startsWith(partial) && word !== partial && !said.includes(word.split(' ')[0] ?? '');
  const offer =
    (detail: string) =>
    (word: string): Completion => ({
      ...{ label: word, detail },
      result: `${before}${word} `,
    });

  const names = portals.map(({ name }) => name).filter(fits);
  const groups = new Set(portals.flatMap(({ group }) => (group === undefined ? [] : [`group:${group}`])));
  return {
    shown: [
      ...names.slice(0, mostPortals).map(offer('portal')),
      ...[...groups].filter(fits).map(offer('group')),
      ...optionsOf(command.usageHint).filter(fits).map(offer('option')),
    ],
    more: Math.max(0, names.length - mostPortals),
  };
}

/** The words in the manifest's usage hint that are typed as they are: of `[portal | group:name] [dumps | all] or help`, the last three. */
function optionsOf(usageHint: string): readonly string[] {
  const groups = [...usageHint.matchAll(/\[([^\]]+)\]|([\w-]+)/g)].map(
    ([, group, word]) => group ?? word ?? '',
  );
  const words = groups.flatMap((group) => group.split('|')).map((word) => word.trim());
  return words.filter((word) => /^[a-z][^:]*$/.test(word) && word !== 'or' && word !== 'portal');
}
