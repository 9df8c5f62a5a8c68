import { setTimeout as wait } from 'node:timers/promises';
import type { Cast } from '../cast.ts';
import type { SandboxSlack } from '../slack/slack-server.ts';
import type { StoredMessage } from '../slack/stored-message.ts';
import type { BotKeeper } from './bot-keeper.ts';
import { type DemoClock, nextMornings } from './demo-clock.ts';
import { demoWorkspace, viewerId } from './demo-workspace.ts';
import { finalAnswer } from './final-answer.ts';
import { findControl } from './find-control.ts';
import type { StageAction, StageStep } from './stage-action.ts';
import { story } from './story.ts';

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
  readonly clock: DemoClock;
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
    case 'heal-all':
      slack.healAll();
      return cast.healAll();
    case 'start-over':
      return startOver(targets);
    case 'next-morning':
      return wakeUp(targets);
    case 'good-morning':
      slack.healAll();
      return wakeUpWell(targets);
    case 'change-channel':
      return slack.changeChannel(step.channelId, step.change);
    case 'press':
      return press(targets, step);
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

/** Also in the bot: to bring back the old problems is no news, and what was set up in the story is set up again in it. */
async function startOver({ slack, cast, bot }: Targets): Promise<void> {
  slack.healAll();
  for (const channel of demoWorkspace.channels) slack.store.putChannel(channel);
  await cast.startOver();
  if (hasSpoken(slack)) await bot.restart('forgetting');
}

/** Before its first message the bot has nothing to forget. The messages of a channel that was deleted are gone. */
function hasSpoken({ store }: SandboxSlack): boolean {
  return store.messages().length > 0 || store.apiCalls.some(({ method }) => method === 'chat.postMessage');
}

/** Lets the next night pass. The bot delivers what is due at nine. */
async function wakeUp(
  { cast, bot, clock }: Targets,
  prepare = async (): Promise<void> => undefined,
): Promise<void> {
  const evening = clock.now();
  const mornings = nextMornings(evening);
  for (const [index, morning] of mornings.entries()) {
    clock.moveTo(morning);
    if (index === mornings.length - 1) {
      await cast.liveNight(evening);
      await prepare();
    }
    await bot.moveClock(clock.aheadMs);
  }
}

/** Lets nights pass until nothing temporary is left, and has every portal in order on the last morning. */
async function wakeUpWell(targets: Targets): Promise<void> {
  const { cast } = targets;
  for (let isWell = false; !isWell; ) {
    await wakeUp(targets, async () => {
      isWell = !cast.hasTemporary;
      if (isWell) await cast.makeAllWell();
    });
  }
}

/** Presses a button of the newest message that has it. Resolves when the bot has answered. */
async function press({ slack }: Targets, { label, channelId }: StageStepOf<'press'>): Promise<void> {
  await slack.waitForSocket(reconnectWithinMs);
  const messages = slack.store.messages({ channelId, visibleTo: viewerId });
  for (const message of messages.toReversed()) {
    const control = findControl(message.blocks, label);
    if (control === undefined) continue;
    const outcome = await slack.act({ message, userId: viewerId, ...control });
    await finalAnswer(outcome, answerWithinMs);
    return;
  }
  throw new Error(`No message has a button “${label}”.`);
}

async function type({ slack }: Targets, { text, channelId, afterwards }: StageStepOf<'type'>): Promise<void> {
  // As a person would.
  await slack.waitForSocket(reconnectWithinMs);
  const outcome = await slack.command({ text, channelId, userId: viewerId });
  if (outcome.error !== undefined) return;
  const answer = await finalAnswer(outcome, answerWithinMs);
  if (afterwards === 'dismiss') slack.store.deleteMessage(answer);
  if (afterwards !== 'refresh') return;
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
