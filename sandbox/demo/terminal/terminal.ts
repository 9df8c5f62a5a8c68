import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import { opsChannelId, viewerId } from '../demo-workspace.ts';
import { finalAnswer } from '../final-answer.ts';
import { nextScene } from '../next-scene.ts';
import type { StageRunner } from '../run-stage.ts';
import { findStageAction } from '../stage.ts';
import type { StageAction } from '../stage-action.ts';
import { story } from '../story.ts';
import { isVisible } from '../visible.ts';
import { renderForTerminal } from './render-for-terminal.ts';

/** The demo in the terminal: reads commands line by line and prints the messages. */
export interface Terminal {
  /** Prints a line about the demo itself. */
  say(line: string): void;
  /** Prints a line of the bot's log. */
  printLog(line: string): void;
  /** Resolves on `/quit` or at the end of the input, after all earlier commands were answered. */
  untilQuit(): Promise<void>;
}

/** What the terminal acts on. */
export interface TerminalParts {
  readonly slack: SandboxSlack;
  readonly stage: StageRunner;
  readonly page: { readonly url: string };
  readonly clock: { now(): Date };
}

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Shows a prompt and colours. */
  readonly isInteractive: boolean;
}

const answerWithinMs = 60_000;
const help = [
  '/backups …   ask the bot, for example /backups acme, /backups expiring 3d, /backups help',
  '/next        play the next scene of the story',
  '/morning     let a night pass: it is 9:01, the digests come and say what changed',
  '/help        show these lines',
  '/quit        stop everything (or Ctrl-C)',
].join('\n');

/** From now on, prints every message that the viewer may see. */
export function createTerminal(parts: TerminalParts, streams: TerminalStreams): Terminal {
  const { slack, stage, page, clock } = parts;
  const { input, output, isInteractive } = streams;
  const lines = createInterface({ input, output: isInteractive ? output : undefined, prompt: '› ' });
  // Created now, so that lines typed before `untilQuit` are not lost.
  const typedLines = lines[Symbol.asyncIterator]();
  const paint: typeof styleText = isInteractive ? styleText : (_style, text) => text;

  function print(text: string): void {
    if (isInteractive) output.write('\r\u001b[K');
    output.write(`${text}\n`);
    if (isInteractive) lines.prompt(true);
  }

  slack.onChange((change) => {
    if (change.kind !== 'message-posted' && change.kind !== 'message-updated') return;
    const { message } = change;
    if (!isVisible(slack.store, message)) return;
    const isUpdate = change.kind === 'message-updated';
    print(renderForTerminal(message, { slack, pageUrl: page.url, now: clock.now(), isUpdate, paint }));
  });

  async function play(action: StageAction | undefined): Promise<void> {
    if (action === undefined) return;
    await stage.run(action);
    print(`\n${action.label}. ${action.hint}`);
  }

  async function take(line: string): Promise<void> {
    const typed = line.trim();
    if (typed === '') return;
    if (typed === '/help') return print(help);
    if (typed === '/next') return play(nextScene(story, stage.played) ?? story[0]);
    if (typed === '/morning') return play(findStageAction('next-morning'));
    const [, text] = /^\/backups(?:\s+(.*))?$/s.exec(typed) ?? [undefined, undefined];
    if (!typed.startsWith('/backups'))
      return print('Unknown command. Type /backups …, /next, /morning, /help or /quit.');
    const outcome = await slack.command({ text: text ?? '', channelId: opsChannelId, userId: viewerId });
    if (outcome.error === undefined) await finalAnswer(outcome, answerWithinMs);
  }

  return {
    say: print,
    printLog: (line) => print(paint('dim', `bot │ ${line}`)),
    async untilQuit() {
      lines.once('SIGINT', () => lines.close());
      if (isInteractive) lines.prompt();
      for await (const line of typedLines) {
        if (line.trim() === '/quit') break;
        if (!isInteractive && line.trim() !== '') print(`\n› ${line.trim()}`);
        await take(line).catch((error: unknown) => print(`No answer: ${String(error)}`));
        if (isInteractive) lines.prompt();
      }
      lines.close();
    },
  };
}
