import { describeExit } from './demo/bot-keeper.ts';
import { demoUsage, parseDemoOptions } from './demo/demo-options.ts';
import { type Demo, startDemo } from './demo/start-demo.ts';
import { story } from './demo/story.ts';
import { createTerminal, type Terminal } from './demo/terminal/terminal.ts';

const clock = (): Date => new Date();
let terminal: Terminal | undefined;
let demo: Demo | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void quit(0));

try {
  await run();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await quit(1);
}

async function run(): Promise<void> {
  const { port, portalCount, help } = parseDemoOptions(process.argv.slice(2), process.env);
  if (help) {
    say(demoUsage);
    return quit(0);
  }
  say(`Starting the sandbox Slack, ${portalCount} sample portals (--portals N for more) and the bot …`);
  demo = await startDemo({
    port,
    portalCount,
    env: process.env,
    clock,
    onBotLine: (line) => (terminal === undefined ? say(line) : terminal.printLog(line)),
    onBotLost: (exit) => {
      say(
        `The bot exited (${describeExit(exit)}). Press “Restart the bot” on the page, or restart the demo.`,
      );
      process.exitCode = 1;
    },
  });
  const { page } = demo;
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  terminal = createTerminal(demo, { input: process.stdin, output: process.stdout, isInteractive });
  // So the page opens with the digest of a bad day, and the story goes on from there.
  const [opening] = story;
  if (opening !== undefined) await demo.stage.run(opening);
  if (port !== 0 && new URL(page.url).port !== String(port))
    say(`\nPort ${port} is taken: the page has the next free one.`);
  say(
    `\nThe demo runs. Open this page in a browser: ${page.url}\nOr type /backups here. /next plays the story, /help shows the commands, /quit stops everything.\n`,
  );
  await terminal.untilQuit();
  await quit(0);
}

function say(line: string): void {
  if (terminal === undefined) process.stdout.write(`${line}\n`);
  else terminal.say(line);
}

async function quit(code: number): Promise<never> {
  process.exitCode ||= code;
  await demo?.close();
  process.exit();
}
