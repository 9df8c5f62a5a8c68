import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { asJsonObject, asObjects } from '../../slack/json.ts';
import type { PageCommand } from './page-wire.ts';

const manifestFile = new URL('../../../manifest.yml', import.meta.url);

/** The slash command as the app's manifest offers it to people. */
export async function readCommand(): Promise<PageCommand> {
  const { features } = asJsonObject(parse(await readFile(manifestFile, 'utf8')));
  const [command = {}] = asObjects(asJsonObject(features)['slash_commands']);
  return {
    name: String(command['command']),
    description: String(command['description']),
    usageHint: String(command['usage_hint'] ?? ''),
  };
}
