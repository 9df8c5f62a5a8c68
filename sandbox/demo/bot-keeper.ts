import type { SandboxSlack } from '../slack/slack-server.ts';
import type { BotExit, BotProcess } from './start-bot.ts';

/** `connected`: the sandbox Slack has an open socket to the bot. */
export type BotState = 'starting' | 'connected' | 'disconnected' | 'exited';

/** The demo's bot, across restarts of its process. */
export interface BotKeeper {
  readonly pid: number | undefined;
  readonly state: BotState;
  onState(listener: (state: BotState) => void): void;
  /** Resolves when the bot answers commands. Rejects if it exits before that. */
  start(): Promise<void>;
  /** Stops the bot and starts another, which remembers what this one did, or has forgotten it. */
  restart(memory?: 'forgetting'): Promise<void>;
  /** Moves the bot's clock. Resolves when it has done what is due by then. Does nothing without a bot. */
  moveClock(aheadMs: number): Promise<void>;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;
/** Long enough for the bot to finish the answers in progress. */
const stopWithinMs = 10_000;

/** Calls `onLost` when the bot exits without having been stopped. */
export function createBotKeeper(options: {
  readonly slack: SandboxSlack;
  readonly launch: () => BotProcess;
  /** Removes what the bot remembers. It is stopped then. */
  readonly forget: () => Promise<void>;
  readonly onLost: (exit: BotExit) => void;
}): BotKeeper {
  const { slack, launch, forget, onLost } = options;
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
      throw new Error(`The bot exited before it was ready (${describeExit(exit)}).`);
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
    moveClock: async (aheadMs) => bot?.moveClock(aheadMs),
    async restart(memory) {
      await stop();
      if (memory === 'forgetting') await forget();
      await start();
    },
  };
}

/** How a process exited, in words. */
export function describeExit({ code, signal }: BotExit): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}
