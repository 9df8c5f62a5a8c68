import type { SlashCommand } from '../app-manifest.ts';

/** A suggestion in the list above the composer. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  /** The composer's text after the suggestion is chosen. */
  readonly result: string;
}

/** Suggestions for the next word of a command. None for other text. */
export function completeCommand(
  text: string,
  command: SlashCommand,
  portalNames: readonly string[],
): readonly Completion[] {
  if (text.startsWith('/') && command.name.startsWith(text)) {
    const { name, usageHint, description } = command;
    return [{ label: `${name} ${usageHint}`.trim(), detail: description, result: `${name} ` }];
  }
  if (!text.startsWith(`${command.name} `)) return [];
  const start = text.lastIndexOf(' ') + 1;
  const before = text.slice(0, start);
  const partial = text.slice(start).toLowerCase();
  const said = before.toLowerCase().split(' ');
  return offeredWords(command.usageHint, portalNames)
    .filter(
      ({ word }) => word.startsWith(partial) && word !== partial && !said.includes(word.split(' ')[0] ?? ''),
    )
    .map(({ word, detail }) => ({ label: word, detail, result: `${before}${word} ` }));
}

/** The words in the manifest's usage hint, for example `[portal] [dumps | all] or help`. */
function offeredWords(usageHint: string, portalNames: readonly string[]) {
  const groups = [...usageHint.matchAll(/\[([^\]]+)\]|([\w-]+)/g)].map(
    ([, group, word]) => group ?? word ?? '',
  );
  const words = groups.flatMap((group) => group.split('|')).map((word) => word.trim());
  return words
    .filter((word) => /^[a-z]/.test(word) && word !== 'or')
    .flatMap((word) =>
      word === 'portal'
        ? portalNames.map((name) => ({ word: name, detail: 'portal' }))
        : [{ word, detail: 'option' }],
    );
}
