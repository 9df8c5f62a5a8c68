import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { asJsonObject, asObjects } from '../slack/json.ts';

/** What the app's manifest tells Slack, and Slack tells its users. */
export interface AppManifest {
  readonly description: string;
  readonly command: SlashCommand;
  readonly homeTabEnabled: boolean;
  /** Nobody can type in the app's own conversation, not even a command. */
  readonly isMessagesTabReadOnly: boolean;
  /** The optional ones too: in the demo nobody took them away. */
  readonly scopes: readonly string[];
}

export interface SlashCommand {
  readonly name: string;
  readonly description: string;
  readonly usageHint: string;
}

const manifestFile = new URL('../../manifest.yml', import.meta.url);

export async function readAppManifest(): Promise<AppManifest> {
  const { display_information, features, oauth_config } = asJsonObject(
    parse(await readFile(manifestFile, 'utf8')),
  );
  const { slash_commands, app_home } = asJsonObject(features);
  const [command = {}] = asObjects(slash_commands);
  const tabs = asJsonObject(app_home);
  const { bot = [], bot_optional = [] } = asJsonObject(asJsonObject(oauth_config)['scopes']);
  return {
    description: String(asJsonObject(display_information)['description']),
    command: {
      name: String(command['command']),
      description: String(command['description']),
      usageHint: String(command['usage_hint'] ?? ''),
    },
    homeTabEnabled: tabs['home_tab_enabled'] === true,
    isMessagesTabReadOnly: tabs['messages_tab_read_only_enabled'] === true,
    scopes: [bot, bot_optional].flat().map(String),
  };
}
