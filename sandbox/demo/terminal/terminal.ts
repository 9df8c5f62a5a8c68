import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import { opsChannelId, viewerId } from '../demo-workspace.ts';
import { finalAnswer } from '../final-answer.ts';
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

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Shows a prompt and colours. */
  readonly isInteractive: boolean;
  readonly clock: () => Date;
}

const answerWithinMs = 60_000;
const help = [
  '/backups …   ask the bot, for example /backups acme, /backups expiring 3d, /backups help',
  '/help        show these lines',
  '/quit        stop everything (or Ctrl-C)',
].join('\n');

/** From now on, prints every message that the viewer may see. */
export function createTerminal(slack: SandboxSlack, streams: TerminalStreams): Terminal {
  const { input, output, isInteractive, clock } = streams;
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
    if ((message.ephemeralTo ?? viewerId) !== viewerId) return;
    print(
      renderForTerminal(message, { slack, now: clock(), isUpdate: change.kind === 'message-updated', paint }),
    );
  });

  async function take(line: string): Promise<void> {
    const typed = line.trim();
    if (typed === '') return;
    if (typed === '/help') return print(help);
    const [, text] = /^\/backups(?:\s+(.*))?$/s.exec(typed) ?? [undefined, undefined];
    if (!typed.startsWith('/backups')) return print('Unknown command. Type /backups …, /help or /quit.');
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
