import type { StoredMessage } from '../slack/stored-message.ts';
import { describeExit } from './bot-keeper.ts';
import { opsChannelId, viewerId } from './demo-workspace.ts';
import { finalAnswer } from './final-answer.ts';
import { findStageAction } from './stage.ts';
import { type Demo, startDemo } from './start-demo.ts';

const answerWithinMs = 30_000;

/**
 * A demo for a script, which posts faster than Slack's rate limit allows. When the bot exits, prints its log and ends the
 * process.
 */
export async function startDrivenDemo(portalCount?: number): Promise<Demo> {
  const log: string[] = [];
  const demo = await startDemo({
    port: 0,
    ...(portalCount !== undefined && { portalCount }),
    env: process.env,
    clock: () => new Date(),
    onBotLine: (line) => void log.push(line),
    onBotLost(exit) {
      process.stderr.write(`${[...log, `The bot exited (${describeExit(exit)}).`].join('\n')}\n`);
      process.exit(1);
    },
  });
  demo.slack.rules.enforceChannelPace = false;
  return demo;
}

/** The viewer types `/backups` and `text`, in `#ops` unless told otherwise. Returns the final answer. */
export async function typeLine(
  { slack }: Demo,
  text: string,
  channelId = opsChannelId,
): Promise<StoredMessage> {
  const outcome = await slack.command({ text, channelId, userId: viewerId });
  return finalAnswer(outcome, answerWithinMs);
}

/** Presses a button of the stage. */
export async function play({ stage }: Demo, id: string): Promise<void> {
  const action = findStageAction(id);
  if (action === undefined) throw new Error(`The stage has no ${id}`);
  await stage.run(action);
}
