import type { SandboxSlack } from '../slack/slack-server.ts';
import type { BotExit, BotProcess } from './start-bot.ts';

/** How the bot is doing: `connected` means that Slack holds its socket. */
export type BotState = 'starting' | 'connected' | 'disconnected' | 'exited';

/** The one bot of a demo, whichever process it is just now. */
export interface BotKeeper {
  readonly pid: number | undefined;
  readonly state: BotState;
  onState(listener: (state: BotState) => void): void;
  /** Resolves when commands are answered; rejects when the bot ends before. */
  start(): Promise<void>;
  /** Stops the bot and starts another. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;
/** The bot answers what is under way before it goes. */
const stopWithinMs = 10_000;

/** `onLost` hears of a bot that ended although nobody stopped it. */
export function createBotKeeper(options: {
  readonly slack: SandboxSlack;
  readonly launch: () => BotProcess;
  readonly onLost: (exit: BotExit) => void;
}): BotKeeper {
  const { slack, launch, onLost } = options;
  const listeners = new Set<(state: BotState) => void>();
  let bot: BotProcess | undefined;
  let state: BotState = 'starting';

  function tell(next: BotState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  }

  slack.onChange((change) => {
    if (change.kind !== 'sockets-changed' || bot === undefined) return;
    if (change.connections > 0) tell('connected');
    else if (state === 'connected') tell('disconnected');
  });

  async function start(): Promise<void> {
    const started = launch();
    bot = started;
    tell('starting');
    const ended = started.exited.then((exit) => {
      if (bot !== started) return;
      bot = undefined;
      tell('exited');
      onLost(exit);
      throw new Error(`The bot ended before it was ready (${describeExit(exit)}).`);
    });
    ended.catch(() => undefined);
    await Promise.race([slack.waitForSocket(readyWithinMs), ended]);
    tell('connected');
  }

  async function stop(): Promise<void> {
    const stopping = bot;
    bot = undefined;
    await stopping?.stop(stopWithinMs);
  }

  return {
    get pid() {
      return bot?.pid;
    },
    get state() {
      return state;
    },
    onState: (listener) => void listeners.add(listener),
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
  };
}

/** How a process ended, for people. */
export function describeExit({ code, signal }: BotExit): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}
