import { setTimeout as wait } from 'node:timers/promises';
import type { Cast } from '../cast.ts';
import type { SandboxSlack } from '../slack/slack-server.ts';
import type { StoredMessage } from '../slack/stored-message.ts';
import type { BotKeeper } from './bot-keeper.ts';
import { viewerId } from './demo-workspace.ts';
import { finalAnswer } from './final-answer.ts';
import { findControl } from './find-control.ts';
import { type StageAction, type StageStep, story } from './stage.ts';

export interface StageRunner {
  /** What happens in the workspace meanwhile is part of the action. */
  readonly isPlaying: boolean;
  /** The ids of what was played, the latest last. The first scene of the story begins it anew. */
  readonly played: readonly string[];
  onPlayed(listener: (played: readonly string[]) => void): void;
  /** Runs the steps in order. Resolves when the last one is done. */
  run(action: StageAction): Promise<void>;
}

/** What a step can act on. */
interface Targets {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
}

type StageStepOf<Kind> = Extract<StageStep, { kind: Kind }>;

const answerWithinMs = 30_000;
const reconnectWithinMs = 30_000;

export function createStageRunner(targets: Targets): StageRunner {
  const listeners = new Set<(played: readonly string[]) => void>();
  let played: readonly string[] = [];
  let running = 0;

  function remember(id: string): void {
    const before = id === story[0]?.id ? [] : played.filter((other) => other !== id);
    played = [...before, id];
    for (const listener of listeners) listener(played);
  }

  return {
    get isPlaying() {
      return running > 0;
    },
    get played() {
      return played;
    },
    onPlayed: (listener) => void listeners.add(listener),
    async run(action) {
      running += 1;
      try {
        for (const step of action.steps) await play(targets, step);
        remember(action.id);
      } finally {
        running -= 1;
      }
    },
  };
}

async function play(targets: Targets, step: StageStep): Promise<void> {
  const { slack, cast, bot } = targets;
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
    case 'lose-line':
      return loseLine(targets, step);
    case 'type':
      return type(targets, step);
  }
}

async function type({ slack }: Targets, { text, channelId, refresh }: StageStepOf<'type'>): Promise<void> {
  // As a person would.
  await slack.waitForSocket(reconnectWithinMs);
  const outcome = await slack.command({ text, channelId, userId: viewerId });
  if (outcome.error !== undefined) return;
  const answer = await finalAnswer(outcome, answerWithinMs);
  if (refresh !== true) return;
  const refreshed = await pressRefresh(slack, answer);
  await refreshed?.arrives();
}

async function loseLine(
  { slack }: Targets,
  { forMs, channelId, typed }: StageStepOf<'lose-line'>,
): Promise<void> {
  const newest = slack.store.messages({ channelId, visibleTo: viewerId }).at(-1);
  const refreshed = newest === undefined ? undefined : await pressRefresh(slack, newest);
  slack.refuseConnections('internal_error');
  try {
    slack.dropSockets();
    await slack.command({ text: typed, channelId, userId: viewerId });
    await wait(forMs);
  } finally {
    slack.refuseConnections(undefined);
  }
  await slack.waitForSocket(reconnectWithinMs);
  await refreshed?.arrives();
}

/** Resolves when the bot has taken the click, or with `undefined` when the message has no such button. */
async function pressRefresh(slack: SandboxSlack, message: StoredMessage) {
  const refresh = findControl(message.blocks, 'Refresh');
  if (refresh === undefined) return undefined;
  const outcome = await slack.act({ message, userId: viewerId, ...refresh });
  return { arrives: () => finalAnswer(outcome, answerWithinMs) };
}
