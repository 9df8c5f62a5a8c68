import type { SandboxSlack } from '../slack/slack-server.ts';
import { digestChannelId } from './demo-workspace.ts';

/** Where the bot remembers, in its folder. */
export const memoryFolder = 'memory';

/**
 * The bot's settings for the sandbox, and the few variables that any Node process needs. `inherited` is the environment
 * of the user who runs the demo.
 */
export function botEnvironment(
  slack: SandboxSlack,
  portalsFile: string,
  inherited: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    ...pick(inherited, ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'TZ', 'LANG']),
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DOCSPACE_PORTALS_FILE: portalsFile,
    DATABASE_URL: `file:./${memoryFolder}/backups.db`,
    DIGEST_CHANNEL: digestChannelId,
    DIGEST_CRON: '0 9 * * *',
    DIGEST_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
    LOG_LEVEL: 'warn',
  };
}

function pick(
  from: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const present = names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const]));
  return Object.fromEntries(present);
}
