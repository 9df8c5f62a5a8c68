import type { Cast } from '../cast.ts';
import { asObjects, isJsonObject } from '../slack/json.ts';
import type { SandboxSlack } from '../slack/slack-server.ts';
import type { StoredMessage } from '../slack/stored-message.ts';
import type { BotKeeper } from './bot-keeper.ts';
import { viewerId } from './demo-workspace.ts';
import { finalAnswer } from './final-answer.ts';
import type { StageAction, StageStep } from './stage.ts';

export interface StageRunner {
  /** What happens in the workspace meanwhile is part of the action. */
  readonly isPlaying: boolean;
  /** Runs the steps in order. Resolves when the last one is done. */
  run(action: StageAction): Promise<void>;
}

/** What a step can act on. */
interface Targets {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
}

const answerWithinMs = 30_000;
const reconnectWithinMs = 30_000;

export function createStageRunner(targets: Targets): StageRunner {
  let playing = 0;
  return {
    get isPlaying() {
      return playing > 0;
    },
    async run(action) {
      playing += 1;
      try {
        for (const step of action.steps) await play(targets, step);
      } finally {
        playing -= 1;
      }
    },
  };
}

async function play({ slack, cast, bot }: Targets, step: StageStep): Promise<void> {
  switch (step.kind) {
    case 'take-down':
      return cast.takeDown(step.portal);
    case 'bring-back':
      return cast.bringBack(step.portal);
    case 'refuse-key':
      return cast.refuseKey(step.portal);
    case 'accept-key':
      return cast.acceptKey(step.portal);
    case 'make-backup':
      return cast.makeBackup(step.portal);
    case 'let-one-expire-soon':
      return cast.letOneExpireSoon(step.portal);
    case 'slow-down':
      return cast.slowDown(step.portal, step.latencyMs);
    case 'make-all-well':
      slack.healAll();
      return cast.makeAllWell();
    case 'heal-all':
      slack.healAll();
      return cast.healAll();
    case 'start-over':
      slack.healAll();
      return cast.startOver();
    case 'refuse-next-post':
      return slack.failApi('chat.postMessage', { kind: 'rate-limited', retryAfterS: step.retryAfterS });
    case 'drop-socket':
      return slack.dropSockets();
    case 'restart-bot':
      return bot.restart();
    case 'type':
      return type(slack, step);
  }
}

/** Waits until the bot is connected, as a person would. */
async function type(slack: SandboxSlack, step: Extract<StageStep, { kind: 'type' }>): Promise<void> {
  await slack.waitForSocket(reconnectWithinMs);
  const { text, channelId } = step;
  const outcome = await slack.command({ text, channelId, userId: viewerId });
  if (outcome.error !== undefined) return;
  const answer = await finalAnswer(outcome, answerWithinMs);
  if (step.refresh === true) await pressRefresh(slack, answer);
}

async function pressRefresh(slack: SandboxSlack, message: StoredMessage): Promise<void> {
  const buttons = message.blocks.flatMap((block) =>
    asObjects(block['elements']).map((element) => ({ block, element })),
  );
  const refresh = buttons.find(
    ({ element }) => isJsonObject(element['text']) && element['text']['text'] === 'Refresh',
  );
  if (refresh === undefined) return;
  const ids = { actionId: String(refresh.element['action_id']), blockId: String(refresh.block['block_id']) };
  const outcome = await slack.act({ message, userId: viewerId, ...ids });
  await finalAnswer(outcome, answerWithinMs);
}
