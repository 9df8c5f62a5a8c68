import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cast, startCast } from '../cast.ts';
import { type SandboxSlack, startSlack } from '../slack/slack-server.ts';
import { botEnvironment } from './bot-environment.ts';
import { type BotKeeper, createBotKeeper } from './bot-keeper.ts';
import { demoWorkspace } from './demo-workspace.ts';
import { type PageServer, startPageServer } from './page-server/start-page-server.ts';
import { createStageRunner, type StageRunner } from './run-stage.ts';
import { type BotExit, startBot } from './start-bot.ts';

/** A small Slack, some portals, the bot between them, and a page to look at it all. */
export interface Demo extends AsyncDisposable {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
  readonly stage: StageRunner;
  readonly page: PageServer;
  /** Everything down, the bot first, which answers what is under way. */
  close(): Promise<void>;
}

export interface DemoStart {
  /** Where the page is wanted; the next free port when it is taken, any free one for 0. */
  readonly port: number;
  /** The runner's environment. The bot gets almost nothing of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  /** Each line of the bot's log: warnings and errors. */
  readonly onBotLine: (line: string) => void;
  /** The bot ended although nobody stopped it. */
  readonly onBotLost: (exit: BotExit) => void;
}

/** Resolves when the page is served and the bot answers commands. Rejects, with everything taken down, when the bot gives up. */
export async function startDemo(start: DemoStart): Promise<Demo> {
  const stack: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of stack.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await build(start, stack)), close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `undo` grows with everything that was started, so that a failure half way leaves nothing behind. */
async function build(start: DemoStart, undo: (() => Promise<unknown>)[]) {
  const { clock, env, onBotLine, onBotLost } = start;
  const slack = await startSlack({ clock, workspace: demoWorkspace });
  undo.push(() => slack.close());
  const cast = await startCast({ clock });
  undo.push(() => cast.close());
  const directory = await mkdtemp(join(tmpdir(), 'docspace-backups-demo-'));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const portalsFile = join(directory, 'portals.yml');
  await writeFile(portalsFile, renderPortalsFile(cast), { mode: 0o600 });

  const launch = () =>
    startBot({ env: botEnvironment(slack, portalsFile, env), cwd: directory, onLine: onBotLine });
  const bot = createBotKeeper({ slack, launch, onLost: onBotLost });
  const stage = createStageRunner({ slack, cast, bot });
  const ready = bot.start();
  ready.catch(() => undefined);
  undo.push(() => bot.stop());
  const page = await startPageServer({ slack, cast, bot, stage, port: start.port, clock });
  undo.push(() => page.close());
  await ready;
  return { slack, cast, bot, stage, page };
}

/** JSON is YAML too. */
function renderPortalsFile({ list }: Cast): string {
  return JSON.stringify({ portals: list });
}
