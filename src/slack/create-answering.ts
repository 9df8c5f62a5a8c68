import { randomUUID } from 'node:crypto';
import type { Portal } from '../backups/portal.ts';
import { chooseTargets, type Query } from '../backups/query.ts';
import { renderAnswer } from '../messages/answer.ts';
import { renderHelp } from '../messages/help.ts';
import type { Message } from '../messages/message.ts';
import { type Notice, renderNotice } from '../messages/notice.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from '../readings/create-readings.ts';
import type { Reply } from './create-reply.ts';
import type { DigestPort } from './digest-port.ts';
import type { Command } from './parse-command.ts';

/** How one command is to be answered. */
export interface AnswerTo {
  readonly reply: Reply;
  /** The answer takes the place of the message that was clicked. */
  readonly replace: boolean;
  /** Ask the portals anew, whatever was read a moment ago. */
  readonly fresh: boolean;
}

/** Turns commands into answers. */
export interface Answering {
  /** Reads, renders and replies; a mistake of ours is answered too, with a reference that the log has. Never rejects. */
  answer(command: Command, to: AnswerTo): Promise<void>;
  /** Tells everyone still waiting that the bot stops now; no answer of theirs is sent afterwards. */
  abandon(): Promise<void>;
}

/** A waiting answer is announced after `loadingAfterMs`; sooner, it would only flicker. */
export function createAnswering(options: {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly digest: DigestPort | undefined;
  readonly clock: () => Date;
  readonly log: Log;
  readonly loadingAfterMs: number;
}): Answering {
  const { portals, readings, digest, clock, log } = options;
  const portalNames = portals.map((portal) => portal.name);
  const waiting = new Set<Reply>();
  let isAbandoned = false;

  async function show(query: Query, share: boolean, asked: AnswerTo): Promise<void> {
    // The private answer whose button shares it stays.
    const to = share ? { ...asked, replace: false } : asked;
    const targets = chooseTargets(query, portals);
    const ask = { scope: targets.scope, fresh: to.fresh };
    const found = await announced(to, targets.portals.length, () => readings.read(targets.portals, ask));
    const audience = share ? 'channel' : 'asker';
    await finish(renderAnswer({ query, readings: found, portalNames, now: clock(), audience }), to, audience);
  }

  async function preview(to: AnswerTo): Promise<void> {
    if (digest === undefined) return finish(renderNotice({ kind: 'digest-not-configured' }), to);
    await finish(await announced(to, portals.length, digest.preview), to);
  }

  async function postDigest(to: AnswerTo): Promise<void> {
    if (digest === undefined) return finish(renderNotice({ kind: 'digest-not-configured' }), to);
    const outcome = await announced(to, portals.length, digest.postNow);
    await finish(renderNotice(digestNotice(outcome, digest.channel)), to);
  }

  /** Slack cannot replace what came through a command's own response_url, so the notice stays above the answer. */
  async function announced<Result>(
    to: AnswerTo,
    count: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    let sending: Promise<void> | undefined;
    const timer = setTimeout(() => {
      const notice = renderNotice({ kind: 'reading', portals: count });
      sending = to.reply.announce(notice, { audience: 'asker', replace: to.replace });
    }, options.loadingAfterMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      await sending;
    }
  }

  async function finish(
    message: Message,
    to: AnswerTo,
    audience: 'asker' | 'channel' = 'asker',
  ): Promise<void> {
    if (isAbandoned && !waiting.has(to.reply)) return;
    waiting.delete(to.reply);
    const sent = await to.reply.send(message, { audience, replace: to.replace });
    if (sent === 'sent' || audience === 'asker') return;
    const sentence =
      sent === 'uncertain'
        ? 'Slack did not confirm it. Look in the channel before you share it again.'
        : 'Slack did not take the message; try again in a minute.';
    await to.reply.send(renderNotice({ kind: 'share-failed', sentence }), {
      audience: 'asker',
      replace: false,
    });
  }

  async function carryOut(command: Command, to: AnswerTo): Promise<void> {
    switch (command.kind) {
      case 'show':
        return show(command.query, command.share, to);
      case 'digest-preview':
        return preview(to);
      case 'digest-now':
        return postDigest(to);
      case 'help':
        return finish(renderHelp({ portalNames }), to);
      case 'not-understood':
        return finish(renderHelp({ portalNames, problem: problemOf(command) }), { ...to, replace: false });
    }
  }

  return {
    async answer(command, to) {
      waiting.add(to.reply);
      try {
        await carryOut(command, to);
      } catch (error) {
        const reference = randomUUID().slice(0, 8);
        log.error('A command could not be answered', { reference, command: command.kind, error });
        await finish(renderNotice({ kind: 'failed', reference }), { ...to, replace: false });
      } finally {
        waiting.delete(to.reply);
      }
    },
    async abandon() {
      isAbandoned = true;
      const replies = [...waiting];
      waiting.clear();
      const notice = renderNotice({ kind: 'stopping' });
      await Promise.all(replies.map((reply) => reply.send(notice, { audience: 'asker', replace: false })));
    },
  };
}

function problemOf({ sentence, closest }: Extract<Command, { kind: 'not-understood' }>) {
  return { sentence, closest: closest === undefined ? undefined : `/backups ${closest}` };
}

function digestNotice(outcome: Awaited<ReturnType<DigestPort['postNow']>>, channel: string): Notice {
  switch (outcome.kind) {
    case 'posted':
      return { kind: 'digest-posted', channel };
    case 'already-running':
      return { kind: 'digest-already-running' };
    case 'refused':
      return {
        kind: 'digest-failed',
        channel,
        sentence: `Slack refused it (${outcome.code}). ${outcome.advice}`,
      };
    case 'not-delivered':
      return {
        kind: 'digest-failed',
        channel,
        sentence:
          outcome.code === 'ratelimited'
            ? 'Slack is busy and did not take it. Try again in a minute.'
            : `Slack could not take it (${outcome.code}). Try again in a minute.`,
      };
    case 'bug':
      return {
        kind: 'digest-failed',
        channel,
        sentence: 'It is the bot’s own mistake; its log has the cause.',
      };
    case 'uncertain':
      return { kind: 'digest-uncertain', channel };
  }
}
