import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { botEnvironment } from '../bench/bot-environment.ts';
import { type BotProcess, startBot } from '../sandbox/demo/start-bot.ts';
import type { SandboxPortal } from '../sandbox/docspace/portal-server.ts';
import type { SandboxSlack } from '../sandbox/slack/slack-server.ts';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const dayMs = 24 * hourMs;
/** So long after a crash the bot looks for a message that may have been on its way. */
const settlingMs = 40 * secondMs;
const mostStartMs = 60 * secondMs;

/** The real time, moved ahead. */
export class MovedClock {
  aheadMs = 0;
  readonly now = (): Date => new Date(Date.now() + this.aheadMs);
}

/** When to kill: so long after the start, or after a digest has come due. */
export interface Kill {
  readonly when: 'starting' | 'delivering';
  readonly afterMs: number;
  /** Called just before. */
  readonly onKill: () => void;
}

/** How long both took in a life that nobody ended. */
export interface LifeSpan {
  readonly startingMs: number;
  readonly deliveringMs: number;
}

interface KilledBotOptions {
  readonly clock: MovedClock;
  readonly slack: SandboxSlack;
  /** The way to Slack's Web API. */
  readonly apiUrl: string;
  readonly portal: SandboxPortal;
  readonly channel: string;
  readonly onLine: (line: string) => void;
}

/**
 * The real bot, as one process after another with the same database in a file. Each clears up after the one before, then
 * delivers the digest of the next morning.
 */
export class KilledBot {
  /** The mornings that have come. */
  readonly mornings: Date[] = [];
  readonly #options: KilledBotOptions;
  readonly #folder: string;
  #nextMorning: number;

  private constructor(options: KilledBotOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#nextMorning = Math.ceil(options.clock.now().getTime() / dayMs) * dayMs + 9 * hourMs;
  }

  static async prepare(options: KilledBotOptions): Promise<KilledBot> {
    return new KilledBot(options, await mkdtemp(join(tmpdir(), 'killed-bot-')));
  }

  /** One life that ends with a kill, as said, or in order. Rejects when the bot ends by itself. */
  async live(kill?: Kill): Promise<LifeSpan> {
    const { bot, isReady } = this.#start();
    let isKilled = false;
    const killSoon = async (when: Kill['when']): Promise<void> => {
      if (kill?.when !== when) return;
      await wait(kill.afterMs);
      kill.onKill();
      isKilled = true;
      process.kill(bot.pid ?? 0, 'SIGKILL');
    };
    const startedAt = performance.now();
    const killedAtStart = killSoon('starting');
    await Promise.race([isReady, bot.exited]);
    if (!isKilled) await bot.moveClock(this.#options.clock.aheadMs);
    await killedAtStart;
    const readyAt = performance.now();
    if (!isKilled) {
      this.#letMorningCome();
      const delivered = bot.moveClock(this.#options.clock.aheadMs);
      await Promise.all([killSoon('delivering'), delivered]);
    }
    const span = { startingMs: readyAt - startedAt, deliveringMs: performance.now() - readyAt };
    const { code } = await bot.stop(mostStartMs);
    if (!isKilled && code !== 0) throw new Error(`the bot ended with ${code}`);
    return span;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  #letMorningCome(): void {
    const { clock } = this.#options;
    this.mornings.push(new Date(this.#nextMorning));
    clock.aheadMs = this.#nextMorning + secondMs - Date.now();
    this.#nextMorning += dayMs;
  }

  #start(): { readonly bot: BotProcess; readonly isReady: Promise<void> } {
    const { clock, slack, apiUrl, portal, channel, onLine } = this.#options;
    clock.aheadMs += settlingMs;
    let tellReady = (): void => undefined;
    const isReady = new Promise<void>((resolve) => {
      tellReady = resolve;
    });
    const bot = startBot({
      env: {
        PATH: process.env['PATH'] ?? '',
        ...botEnvironment({ ...slack, apiUrl }, portal),
        ...{ DIGEST_CHANNEL: channel, DIGEST_CRON: '0 9 * * *', DIGEST_TIMEZONE: 'UTC', LOG_LEVEL: 'info' },
      },
      cwd: this.#folder,
      aheadMs: clock.aheadMs,
      onLine(line) {
        onLine(line);
        if (line.includes('Digests scheduled')) tellReady();
      },
    });
    return { bot, isReady };
  }
}
