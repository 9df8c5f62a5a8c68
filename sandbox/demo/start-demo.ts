import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cast, castNames, startCast } from '../cast.ts';
import { type SandboxSlack, startSlack } from '../slack/slack-server.ts';
import { readAppManifest } from './app-manifest.ts';
import { botEnvironment, memoryFolder } from './bot-environment.ts';
import { type BotKeeper, createBotKeeper } from './bot-keeper.ts';
import { createDemoClock, type DemoClock } from './demo-clock.ts';
import { demoWorkspace } from './demo-workspace.ts';
import { type PageServer, startPageServer } from './page-server/start-page-server.ts';
import { createStageRunner, type StageRunner } from './run-stage.ts';
import { type BotExit, startBot } from './start-bot.ts';

/** A sandbox Slack, sample portals, the bot between them, and a page that shows them. */
export interface Demo extends AsyncDisposable {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
  readonly stage: StageRunner;
  readonly clock: DemoClock;
  readonly page: PageServer;
  /** Stops everything. The bot may finish the answers in progress first. */
  close(): Promise<void>;
}

export interface DemoStart {
  /** The wanted port of the page. If it is taken, the next free one is used. 0: any free port. */
  readonly port: number;
  /** How many sample portals. Default: the seven of the story. */
  readonly portalCount?: number;
  /** The environment of the user who runs the demo. The bot gets very little of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The real time; the demo moves its own ahead. */
  readonly clock: () => Date;
  /** Called with each line of the bot's log: warnings and errors. */
  readonly onBotLine: (line: string) => void;
  /** Called when the bot exits without having been stopped. */
  readonly onBotLost: (exit: BotExit) => void;
}

/** Resolves when the page is up and the bot answers commands. If the start fails, stops everything and rejects. */
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

/** Adds a step to `undo` for everything it starts, so that a failed start can be cleaned up. */
async function build(start: DemoStart, undo: (() => Promise<unknown>)[]) {
  const { env, portalCount = castNames.length, onBotLine, onBotLost } = start;
  const clock = createDemoClock(start.clock);
  const { homeTabEnabled, scopes } = await readAppManifest();
  const slack = await startSlack({
    clock: clock.now,
    workspace: { ...demoWorkspace, homeTabEnabled, scopes },
  });
  undo.push(() => slack.close());
  const cast = await startCast({ clock: clock.now, portalCount });
  undo.push(() => cast.close());
  const directory = await mkdtemp(join(tmpdir(), 'docspace-backups-demo-'));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const portalsFile = join(directory, 'portals.yml');
  await writeFile(portalsFile, renderPortalsFile(cast), { mode: 0o600 });

  const launch = () =>
    startBot({
      ...{ env: botEnvironment(slack, portalsFile, env), cwd: directory },
      ...{ aheadMs: clock.aheadMs, onLine: onBotLine },
    });
  const forget = () => rm(join(directory, memoryFolder), { recursive: true, force: true });
  const bot = createBotKeeper({ slack, launch, forget, onLost: onBotLost });
  const stage = createStageRunner({ slack, cast, bot, clock });
  const ready = bot.start();
  ready.catch(() => undefined);
  undo.push(() => bot.stop());
  const page = await startPageServer({ slack, cast, bot, stage, clock, port: start.port });
  undo.push(() => page.close());
  await ready;
  return { slack, cast, bot, stage, clock, page };
}

/** JSON is valid YAML, and leaves out what is undefined. */
function renderPortalsFile({ list }: Cast): string {
  const portals = list.map(({ name, group, dumps, portal: { url, apiKey } }) => ({
    ...{ name, url, apiKey, group, dumps },
  }));
  return JSON.stringify({ portals });
}
