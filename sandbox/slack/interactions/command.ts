import { postAnswer } from '../answer-response-url.ts';
import { deliver, type Route } from '../deliver-to-app.ts';
import type { DeliveryError, DeliveryResult } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import type { ResponseUrl } from '../response-urls.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { World } from '../world.ts';
import { type Answers, createAnswers } from './answers.ts';
import { actingUser, channelNamePart } from './payload-parts.ts';

export interface CommandInput {
  /** The text after the command: `acme dumps`. */
  readonly text: string;
  /** Default: `/backups`. */
  readonly command?: string;
  readonly userId?: string;
  readonly channelId?: string;
  /** A foreign workspace, which the bot must refuse. */
  readonly teamId?: string;
}

export interface CommandOutcome extends Answers {
  readonly acked: boolean;
  readonly ackMs: number;
  /** Slack's reason for a failure, if there was one. */
  readonly error: DeliveryError | undefined;
  /** The payload of the acknowledgement, if it had one. */
  readonly ackPayload: JsonObject | undefined;
  /** The message that Slack posted from `ackPayload`. */
  readonly ackMessage: StoredMessage | undefined;
}

/** Types a slash command. Slack never retries one. It shows a failure as its own ephemeral message. */
export async function typeCommand(world: World, route: Route, input: CommandInput): Promise<CommandOutcome> {
  const command = input.command ?? '/backups';
  const typed = `${command} ${input.text}`.trim();
  const userId = actingUser(world, input.userId);
  const channelId = input.channelId ?? world.store.channels[0]?.id ?? '';
  const responseUrl = world.responseUrls.issue(world, userId, channelId, { kind: 'command', typed });
  const payload = commandPayload(world, { ...input, command, userId, channelId }, responseUrl);
  const occasion = { interaction: 'command', userId, what: typed } as const;
  const result = await deliver(world, route, { kind: 'slash_commands', payload }, occasion);
  return { ...createAnswers(responseUrl), ...showResult(world, responseUrl, command, result) };
}

type Filled = CommandInput & {
  readonly command: string;
  readonly userId: string;
  readonly channelId: string;
};

function commandPayload(world: World, input: Filled, responseUrl: ResponseUrl): JsonObject {
  const { workspace, store } = world;
  return {
    token: 'deprecated-verification-token',
    team_id: input.teamId ?? workspace.teamId,
    team_domain: input.teamId === undefined ? workspace.teamDomain : 'elsewhere',
    channel_id: input.channelId,
    channel_name: channelNamePart(store.channel(input.channelId)),
    user_id: input.userId,
    user_name: store.user(input.userId)?.name ?? input.userId.toLowerCase(),
    command: input.command,
    text: input.text.trim(),
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl.url,
    trigger_id: world.triggers.issue(input.userId),
  };
}

function showResult(world: World, responseUrl: ResponseUrl, command: string, result: DeliveryResult) {
  if (!result.acked) {
    showFailure(world, responseUrl, command, result.error);
    return {
      acked: false,
      ackMs: result.ackMs,
      error: result.error,
      ackPayload: undefined,
      ackMessage: undefined,
    };
  }
  const { ackMs, ackPayload } = result;
  if (ackPayload === undefined) {
    return { acked: true, ackMs, error: undefined, ackPayload, ackMessage: undefined };
  }
  try {
    const ackMessage = postAnswer(world, responseUrl, ackPayload, 'ack');
    return { acked: true, ackMs, error: undefined, ackPayload, ackMessage };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    showFailure(world, responseUrl, command, 'invalid_command_response');
    return {
      acked: true,
      ackMs,
      error: 'invalid_command_response' as const,
      ackPayload,
      ackMessage: undefined,
    };
  }
}

function showFailure(
  world: World,
  { channelId, userId }: ResponseUrl,
  command: string,
  error: DeliveryError,
): void {
  world.store.postMessage(
    {
      channelId,
      userId: 'USLACKBOT',
      text: `${command} failed with the error “${error}”`,
      blocks: [],
      ephemeralTo: userId,
      origin: 'slack',
      unfurlLinks: false,
    },
    world.clock(),
  );
}
