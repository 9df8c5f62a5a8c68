import type { Secret } from '../ops/secret.ts';
import { adviceOn, type Environment } from './environment.ts';
import { docOf } from './settings.ts';
import { address, hostName, wholeNumber } from './values.ts';

/** How the bot and Slack reach each other. */
export interface SlackConfig {
  readonly botToken: Secret;
  readonly mode: SlackMode;
  /** Ends with a slash, because the SDK appends a method's name. */
  readonly apiUrl: string;
}

/** `socket`: the bot connects to Slack. `http`: Slack calls the bot at `port`, on all addresses when `host` is undefined. */
export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: Secret }
  | {
      readonly kind: 'http';
      readonly signingSecret: Secret;
      readonly port: number;
      readonly host: string | undefined;
    };

/** The settings for Slack; `undefined` after problems were reported. */
export function parseSlack(environment: Environment): SlackConfig | undefined {
  const botToken = environment.secret('SLACK_BOT_TOKEN');
  if (!environment.isSet('SLACK_BOT_TOKEN')) {
    environment.report('SLACK_BOT_TOKEN', `is not set. ${adviceOn(docOf('SLACK_BOT_TOKEN'))}`);
  }
  const mode = parseMode(environment);
  const apiUrl = environment.value('SLACK_API_URL', address);
  if (botToken === undefined || mode === undefined || apiUrl === undefined) return undefined;
  return { botToken, mode, apiUrl: `${apiUrl}/` };
}

function parseMode(environment: Environment): SlackMode | undefined {
  const appToken = environment.secret('SLACK_APP_TOKEN');
  const signingSecret = environment.secret('SLACK_SIGNING_SECRET');
  const isSocket = environment.isSet('SLACK_APP_TOKEN');
  const isHttp = environment.isSet('SLACK_SIGNING_SECRET');
  // A wrong guess would result in a bot that Slack never calls, so there is no guess.
  if (isSocket && isHttp) {
    return environment.report(
      'SLACK_APP_TOKEN',
      'is set, and so is SLACK_SIGNING_SECRET. Keep SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode',
    );
  }
  if (!isSocket && !isHttp) {
    const advice = adviceOn(docOf('SLACK_APP_TOKEN'));
    return environment.report(
      'SLACK_APP_TOKEN',
      `is not set, and neither is SLACK_SIGNING_SECRET (HTTP mode). ${advice}`,
    );
  }
  if (appToken !== undefined) return { kind: 'socket', appToken };
  if (!isHttp) return undefined;
  const port = environment.value('PORT', wholeNumber(1, 65_535));
  const host = environment.value('HOST', hostName);
  const isHostWrong = environment.isSet('HOST') && host === undefined;
  return signingSecret === undefined || port === undefined || isHostWrong
    ? undefined
    : { kind: 'http', signingSecret, port, host };
}
