import { randomUUID } from 'node:crypto';
import type { Portal } from '../backups/portal.ts';
import { chooseTargets, type Query } from '../backups/query.ts';
import { select } from '../backups/select.ts';
import { assessReadings } from '../backups/verdict.ts';
import { knownNames } from '../commands/known-names.ts';
import type { Command } from '../commands/parse-command.ts';
import type { DigestOutcome } from '../digest/digests.ts';
import { renderAnswer } from '../messages/answer.ts';
import { renderHelp } from '../messages/help.ts';
import type { Message } from '../messages/kit/message.ts';
import { renderNotUnderstood } from '../messages/not-understood.ts';
import { type Notice, renderNotice } from '../messages/notice.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from '../readings/create-readings.ts';
import { describeOutcome, describeShare } from './describe-outcome.ts';
import type { Place, Reply, Sent } from './reply.ts';

/** How to answer one command. */
export interface AnswerTo {
  readonly reply: Reply;
  /** `view`: the answer replaces what was pressed. */
  readonly place: Exclude<Place, 'channel'>;
  /** The id of the user who asks. */
  readonly userId: string;
  /** Ask the portals again, even if they were read a moment ago. */
  readonly fresh: boolean;
  /** The id of the conversation it was asked in; `undefined` where Slack does not say. */
  readonly channel: string | undefined;
  /** Names this command or click: its repetition by Slack has the same one. */
  readonly actId: string;
  /**
   * Opens the form that changes a digest or, without its id, sets up another; `undefined` where Slack opens none.
   * Resolves with false when it did not open, which the asker is then told. It looks the digest up by itself, because
   * Slack opens nothing after 3 s.
   */
  readonly openForm?: ((digestId: string | undefined) => Promise<boolean>) | undefined;
}

/** Turns commands into answers. */
export interface Answering {
  /**
   * Reads, judges, renders and replies. A bug is answered with a reference that is also in the log. Never rejects.
   * Resolves with the outcome of the answer; `undefined` when the asker was already told that the bot is stopping.
   */
  answer(command: Command, to: AnswerTo): Promise<Sent | undefined>;
  /** Tells everyone still waiting that the bot is stopping; their answers are not sent afterwards. */
  abandon(): Promise<void>;
}

/** The digest of the settings. */
export interface Digest {
  readonly channel: string;
  preview(): Promise<Message>;
  postNow(actId: string): Promise<DigestOutcome>;
}

/** A slow answer is announced after `loadingAfterMs`; any sooner, the announcement would only flicker. */
export function createAnswering(options: {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly digest: Digest | undefined;
  readonly clock: () => Date;
  readonly log: Log;
  readonly loadingAfterMs: number;
  /** The name of the app's command, as it was last typed. */
  readonly commandName: () => string;
}): Answering {
  const { portals, readings, digest, clock, log, commandName } = options;
  const known = knownNames(portals);
  const waiting = new Set<Reply>();
  let isAbandoned = false;

  async function show(query: Query, share: boolean, to: AnswerTo): Promise<Sent | undefined> {
    const targets = chooseTargets(query, portals);
    const ask = { scope: targets.scope, fresh: to.fresh };
    const found = await announced(to, targets.portals.length, () => readings.read(targets.portals, ask));
    const now = clock();
    const verdict = assessReadings(found, now);
    const selection = select(query, verdict, { portalCount: portals.length, now });
    const audience = share ? 'channel' : 'asker';
    const message = renderAnswer(selection, {
      portalNames: known.portals,
      ...{ now, audience, command: commandName(), sharedBy: share ? to.userId : undefined },
    });
    if (!share) return finish(message, to, to.place);
    const sent = await finish(message, to, 'channel');
    if (sent !== undefined && sent !== 'sent')
      await to.reply.send(renderNotice(describeShare(sent)), 'asker');
    return sent;
  }

  async function preview(to: AnswerTo): Promise<Sent | undefined> {
    if (digest === undefined) return explain({ kind: 'digest-not-configured' }, to);
    return finish(await announced(to, portals.length, digest.preview), to, to.place);
  }

  async function postDigest(to: AnswerTo): Promise<Sent | undefined> {
    if (digest === undefined) return explain({ kind: 'digest-not-configured' }, to);
    const outcome = await announced(to, portals.length, () => digest.postNow(to.actId));
    return explain(describeOutcome(outcome, digest.channel), to);
  }

  async function explain(notice: Notice, to: AnswerTo, place: Place = to.place): Promise<Sent | undefined> {
    return finish(renderNotice(notice), to, place);
  }

  /** Slack cannot replace what came through a command's own response_url, so the notice stays above the answer. */
  async function announced<Result>(
    to: AnswerTo,
    count: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const timer = setTimeout(() => {
      if (!waiting.has(to.reply)) return;
      void to.reply.announce(renderNotice({ kind: 'reading', portals: count }), to.place);
    }, options.loadingAfterMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** `undefined` when the asker was already told that the bot is stopping. */
  async function finish(message: Message, to: AnswerTo, place: Place): Promise<Sent | undefined> {
    if (isAbandoned && !waiting.has(to.reply)) return undefined;
    waiting.delete(to.reply);
    return to.reply.send(message, place);
  }

  async function carryOut(command: Command, to: AnswerTo): Promise<Sent | undefined> {
    switch (command.kind) {
      case 'show':
        return show(command.query, command.share, to);
      case 'digest-preview':
        return preview(to);
      case 'digest-now':
        return postDigest(to);
      case 'help':
        return finish(renderHelp({ command: commandName(), known }), to, to.place);
      case 'not-understood':
        return finish(renderNotUnderstood({ ...command, command: commandName(), known }), to, 'asker');
      case 'outdated': {
        const { portal } = command;
        return explain({ kind: 'outdated-button', portal, command: commandName() }, to, 'asker');
      }
    }
  }

  return {
    async answer(command, to) {
      waiting.add(to.reply);
      try {
        return await carryOut(command, to);
      } catch (error) {
        const reference = randomUUID().slice(0, 8);
        log.error('Command failed', { reference, command: command.kind, error });
        return await explain({ kind: 'failed', reference }, to, 'asker');
      } finally {
        waiting.delete(to.reply);
      }
    },
    async abandon() {
      isAbandoned = true;
      const replies = [...waiting];
      waiting.clear();
      const notice = renderNotice({ kind: 'stopping' });
      await Promise.all(replies.map((reply) => reply.send(notice, 'asker')));
    },
  };
}
