import * as z from 'zod';
import type { SecretName } from './settings.ts';
import { databaseAddress, proxyAddress, type ValueSchema } from './values.ts';

/** Likely mistakes, so that the message can name them without showing the secret. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^["'“‘]/, 'is wrapped in quotation marks; remove them'],
  [/^(bearer|basic)$/i, 'is only the word before a key'],
  [/^bearer\s/i, 'starts with the word Bearer; remove it'],
  [/\s/, 'has a space or a line break'],
  [/^xapp-/, 'is an app-level token, which belongs in SLACK_APP_TOKEN'],
  [/^xoxb-/, 'is a bot token, which belongs in SLACK_BOT_TOKEN'],
  [/^xoxp-/, "is a user's token; the bot needs the Bot User OAuth Token"],
  [/^xoxe[.-]/, 'expires within hours; turn off token rotation in the Slack app'],
  [/^xox/, 'is a Slack token of another kind'],
  [/^sk-/, 'is an API key of DocSpace, which belongs in DOCSPACE_API_KEY'],
  [/[^\x21-\x7e]/, 'has a character that no such secret has'],
];

/** The scheme that may precede a key: such a key is sent as it is, any other as `Bearer …`. */
export const authorizationScheme = /^(?:bearer|basic) /i;
/** Printable, because it is sent in an HTTP header, and not a Slack token. */
const apiKeyShape = /^(?!xox|xapp-|["']|(?:bearer|basic)$)[\x21-\x7e]+$/i;

/** The form of each secret. Only what cannot work is refused. */
export const secretSchemas: Readonly<Record<SecretName, ValueSchema<string>>> = {
  SLACK_BOT_TOKEN: shaped(/^xoxb-[\w-]+$/),
  SLACK_APP_TOKEN: shaped(/^xapp-[\w-]+$/),
  SLACK_SIGNING_SECRET: shaped(/^(?!xox|xapp-|sk-)[\x21-\x7e]{16,}$/),
  DOCSPACE_API_KEY: shaped(apiKeyShape, authorizationScheme),
  DATABASE_URL: databaseAddress,
  HTTP_PROXY: proxyAddress,
  HTTPS_PROXY: proxyAddress,
};

/** `prefix` may precede the shape. */
function shaped(shape: RegExp, prefix = /^/): ValueSchema<string> {
  return z.string().transform((text, context) => {
    const core = text.replace(prefix, '');
    if (shape.test(core)) return text;
    const mistake = mistakes.find(([mistaken]) => mistaken.test(core));
    context.addIssue({ code: 'custom', message: mistake?.[1] ?? 'does not look like one' });
    return z.NEVER;
  });
}
