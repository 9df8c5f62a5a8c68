import { randomUUID } from 'node:crypto';
import { chooseTargets, type Query } from '../backups/query.ts';
import { select } from '../backups/select.ts';
import type { Snooze } from '../backups/snooze.ts';
import { assessReadings } from '../backups/verdict.ts';
import type { DigestAsk } from '../commands/digest-command.ts';
import { knownNames } from '../commands/known-names.ts';
import type { Command } from '../commands/parse-command.ts';
import type { Digests } from '../digest/digests.ts';
import { renderAnswer } from '../messages/answer.ts';
import { addBrokenDigest } from '../messages/digest-broken.ts';
import { renderHelp } from '../messages/help.ts';
import type { Message } from '../messages/kit/message.ts';
import { renderNotUnderstood } from '../messages/not-understood.ts';
import { type Notice, renderNotice } from '../messages/notice.ts';
import { answerDigest, type DigestAnswerDeps } from './answer-digest.ts';
import { answerExport, type ExportDeps } from './answer-export.ts';
import { answerSnooze, type SnoozeAnswerDeps } from './answer-snooze.ts';
import type { AnswerTo } from './answer-to.ts';
import { describeShare } from './describe-outcome.ts';
import type { Place, Reply, Sent } from './reply.ts';

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

const snoozePatienceMs = 1_000;

/** A slow answer is announced after `loadingAfterMs`; any sooner, the announcement would only flicker. */
export function createAnswering(
  options: DigestAnswerDeps &
    SnoozeAnswerDeps &
    ExportDeps & {
      readonly digests: Pick<Digests, 'brokenSeed'>;
      readonly loadingAfterMs: number;
    },
): Answering {
  const { portals, readings, digests, clock, log, commandName } = options;
  const known = knownNames(portals);
  const waiting = new Set<Reply>();
  let isAbandoned = false;

  async function show(query: Query, share: boolean, to: AnswerTo): Promise<Sent | undefined> {
    const targets = chooseTargets(query, portals);
    const ask = { scope: targets.scope, fresh: to.fresh };
    const snoozes = currentSnoozes();
    const found = await announced(to, targets.portals.length, () => readings.read(targets.portals, ask));
    const now = clock();
    const verdict = assessReadings(found, now, await snoozes);
    const selection = select(query, verdict, { portalCount: portals.length, now });
    const audience = share ? 'channel' : 'asker';
    const message = renderAnswer(selection, {
      portalNames: known.portals,
      ...{ now, audience, command: commandName(), sharedBy: share ? to.userId : undefined },
    });
    const broken = digests.brokenSeed();
    if (!share) return finish(broken ? addBrokenDigest(message, broken) : message, to, to.place);
    const sent = await finish(message, to, 'channel');
    if (sent !== undefined && sent !== 'sent')
      await to.reply.send(renderNotice(describeShare(sent)), 'asker');
    return sent;
  }

  /** While they cannot be looked up, everything counts: an answer does not wait for a database that hangs. */
  function currentSnoozes(): Promise<readonly Snooze[]> {
    return new Promise((resolve) => {
      const giveUp = (cause: Record<string, unknown>) => {
        log.warn('Snoozes could not be looked up', cause);
        resolve([]);
      };
      const timer = setTimeout(giveUp, snoozePatienceMs, { waitedMs: snoozePatienceMs });
      options.snoozes
        .all()
        .then(resolve, (error: unknown) => giveUp({ error }))
        .finally(() => clearTimeout(timer));
    });
  }

  async function showDigest(ask: DigestAsk, to: AnswerTo): Promise<Sent | undefined> {
    const below = { ...to, place: 'asker' } as const;
    const answer = await answerDigest(options, ask, to, (work) => announced(below, portals.length, work));
    if (answer === undefined) return 'sent';
    return finish(answer.message, to, answer.replaces ? to.place : 'asker');
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
      case 'digest':
        return showDigest(command.ask, to);
      case 'snooze':
        return finish(
          await announced(to, 1, () => answerSnooze(options, command.ask, to.userId)),
          to,
          to.place,
        );
      case 'export': {
        const below = { ...to, place: 'asker' } as const;
        const answer = () => answerExport(options, command.query, to.userId);
        return finish(await announced(below, portals.length, answer), to, 'asker');
      }
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
