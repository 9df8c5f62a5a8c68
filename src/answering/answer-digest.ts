import type { DigestAsk } from '../commands/digest-command.ts';
import type { SetUpAsk } from '../commands/digest-set-up.ts';
import { formatCron, timeOf } from '../commands/digest-times.ts';
import type { DigestSetup, SetupOutcome } from '../digest/digest-setup.ts';
import type { Digests } from '../digest/digests.ts';
import type { Subscription, Subscriptions } from '../digest/subscription.ts';
import { renderDigestChoice, renderSetUpHow } from '../messages/digest-choice.ts';
import { renderDigestList } from '../messages/digest-list.ts';
import type { Message } from '../messages/kit/message.ts';
import { type Notice, renderNotice } from '../messages/notice.ts';
import { scheduleWords } from '../messages/words/schedules.ts';
import type { Log } from '../ops/log.ts';
import type { AnswerTo } from './answer-to.ts';
import { describeOutcome, describeSetup } from './describe-outcome.ts';

/** What answers about digests need. */
export interface DigestAnswerDeps {
  readonly digests: Pick<Digests, 'preview' | 'postNow' | 'lastDelivery'>;
  readonly setup: DigestSetup;
  readonly subscriptions: Pick<Subscriptions, 'ofChannel' | 'ofPerson'>;
  readonly clock: () => Date;
  readonly log: Log;
  /** The name of the app's command, as it was last typed. */
  readonly commandName: () => string;
}

export interface DigestAnswer {
  readonly message: Message;
  /** Whether it may take the place of what was pressed: it has the same buttons. */
  readonly replaces: boolean;
}

/** Announces that portals are read when that takes long. */
type Announced = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** The database could not be asked; the log has the cause. */
class NotLookedUpError extends Error {}

/**
 * Answers what one person asks about digests; `undefined` when a form opened instead. While the database cannot be used,
 * the answer says so. Rejects only because of a bug.
 */
export async function answerDigest(
  deps: DigestAnswerDeps,
  ask: DigestAsk,
  to: AnswerTo,
  announced: Announced,
): Promise<DigestAnswer | undefined> {
  try {
    return await new DigestAnswerer(deps, to, announced).answer(ask);
  } catch (error) {
    if (error instanceof NotLookedUpError) return notice({ kind: 'digests-unknown' });
    throw error;
  }
}

function notice(words: Notice): DigestAnswer {
  return { message: renderNotice(words), replaces: false };
}

const doneWords: Readonly<Record<Extract<SetupOutcome, { kind: 'done' }>['what'], string>> = {
  'set-up': 'Set up',
  changed: 'Changed',
  stopped: 'Stopped',
  resumed: 'Resumed',
  unchanged: 'Nothing to change',
};

class DigestAnswerer {
  readonly #deps: DigestAnswerDeps;
  readonly #to: AnswerTo;
  readonly #announced: Announced;
  readonly #channel: string;
  /** A direct message shows what one person set up, wherever that is. */
  readonly #isPersonal: boolean;

  constructor(deps: DigestAnswerDeps, to: AnswerTo, announced: Announced) {
    this.#deps = deps;
    this.#to = to;
    this.#announced = announced;
    this.#channel = to.channel ?? to.userId;
    this.#isPersonal = !/^[CG]/.test(this.#channel);
  }

  async answer(ask: DigestAsk): Promise<DigestAnswer | undefined> {
    const { setup, commandName } = this.#deps;
    switch (ask.kind) {
      case 'list':
        return this.#list();
      case 'set-up':
        return this.#setUp(ask);
      case 'set-up-how':
        return this.#mayChange()
          ? { message: renderSetUpHow(commandName()), replaces: false }
          : notice({ kind: 'not-admin' });
      case 'form':
        return this.#openForm(ask.id);
      case 'off':
        return this.#stopAt(ask.time);
      case 'stop':
      case 'resume':
        return this.#settle(await setup[ask.kind](ask.id, this.#to.userId));
      case 'preview':
        return ask.id === undefined ? this.#previewOfHere() : this.#withFound(ask.id, this.#preview);
      case 'now':
        return ask.id === undefined ? this.#postHere() : this.#withFound(ask.id, this.#postNow);
    }
  }

  #mayChange(): boolean {
    return this.#deps.setup.mayChange(this.#to.userId);
  }

  /** `said`: what was just done, or why it was not. */
  async #list(said?: string): Promise<DigestAnswer> {
    const found = await this.#digestsHere();
    const last = (id: string) => this.#lookUp(this.#deps.digests.lastDelivery(id));
    const digests = await Promise.all(found.map(async (each) => ({ ...each, last: await last(each.id) })));
    return {
      message: renderDigestList({
        ...{ digests, said, of: this.#isPersonal ? 'person' : 'channel', mayChange: this.#mayChange() },
        ...{ now: this.#deps.clock(), command: this.#deps.commandName() },
      }),
      replaces: true,
    };
  }

  async #digestsHere(): Promise<readonly Subscription[]> {
    const { subscriptions } = this.#deps;
    const { userId } = this.#to;
    const asked = this.#isPersonal
      ? [
          subscriptions.ofPerson(userId),
          ...[this.#channel, userId].map((place) => subscriptions.ofChannel(place)),
        ]
      : [subscriptions.ofChannel(this.#channel)];
    const found = (await this.#lookUp(Promise.all(asked))).flat();
    return [...new Map(found.map((digest) => [digest.id, digest])).values()];
  }

  async #lookUp<Found>(found: Promise<Found>): Promise<Found> {
    return found.catch((error: unknown) => {
      this.#deps.log.error('Digests could not be looked up: the database cannot be used', { error });
      throw new NotLookedUpError();
    });
  }

  async #settle(outcome: SetupOutcome): Promise<DigestAnswer> {
    if (outcome.kind !== 'done') return notice(describeSetup(outcome, this.#deps.commandName()));
    return this.#list(`${doneWords[outcome.what]}: ${scheduleWords(outcome.subscription)}`);
  }

  /** The zone is that of the digest at the same time, if there is one, else the asker's. Its other wishes stay. */
  async #setUp({ time, days, timeZone, digestKind }: SetUpAsk): Promise<DigestAnswer> {
    const { setup, subscriptions } = this.#deps;
    const channel = this.#channel;
    const here = await this.#lookUp(subscriptions.ofChannel(channel));
    const atTime = here.filter(({ cron }) => timeOf(cron) === time);
    const known = timeZone ?? (atTime.length === 1 ? atTime[0]?.timeZone : undefined);
    const zone = known ?? (await setup.proposal(channel, this.#to.userId)).timeZone;
    const same = atTime.find((digest) => digest.timeZone === zone);
    const windows = { expiringWithinMs: same?.expiringWithinMs, staleAfterMs: same?.staleAfterMs };
    const wish = { channel, cron: formatCron(time, days), timeZone: zone, kind: digestKind, ...windows };
    return this.#settle(await setup.setUp(wish, this.#to.userId));
  }

  async #openForm(id: string | undefined): Promise<DigestAnswer | undefined> {
    if (!this.#mayChange()) return notice({ kind: 'not-admin' });
    const isOpen = (await this.#to.openForm?.(id)) ?? false;
    return isOpen ? undefined : notice({ kind: 'form-not-opened', command: this.#deps.commandName() });
  }

  async #stopAt(time: string | undefined): Promise<DigestAnswer> {
    const running = (await this.#digestsHere()).filter(({ state }) => state.kind !== 'stopped');
    const meant = running.filter(({ cron }) => time === undefined || timeOf(cron) === time);
    const atTime = time === undefined ? '' : `at ${time} `;
    const [only, ...others] = meant;
    if (only === undefined) return this.#list(`Nothing to stop: no digest ${atTime}is on`);
    if (others.length > 0) return this.#choose('stop', meant);
    return this.#settle(await this.#deps.setup.stop(only.id, this.#to.userId));
  }

  async #previewOfHere(): Promise<DigestAnswer> {
    const found = await this.#digestsHere();
    const running = found.filter(({ state }) => state.kind === 'on');
    const meant = running.length > 0 ? running : found;
    const [only, ...others] = meant;
    if (only === undefined) return this.#list();
    return others.length > 0 ? this.#choose('preview', meant) : this.#preview(only);
  }

  async #postHere(): Promise<DigestAnswer> {
    const running = (await this.#digestsHere()).filter(({ state }) => state.kind === 'on');
    const [only, ...others] = running;
    if (only === undefined) return this.#list('Nothing to post: no digest is on');
    return others.length > 0 ? this.#choose('now', running) : this.#postNow(only);
  }

  /** Digests of several channels are told apart by the list, because a button cannot name a channel. */
  async #choose(verb: 'stop' | 'preview' | 'now', digests: readonly Subscription[]): Promise<DigestAnswer> {
    if (new Set(digests.map(({ channel }) => channel)).size > 1) return this.#list('Which one?');
    const message = renderDigestChoice({ verb, digests, command: this.#deps.commandName() });
    return { message, replaces: false };
  }

  async #withFound(id: string, act: (digest: Subscription) => Promise<DigestAnswer>): Promise<DigestAnswer> {
    const digest = await this.#lookUp(this.#deps.setup.find(id));
    if (digest !== undefined) return act(digest);
    return notice({ kind: 'digest-gone', command: this.#deps.commandName() });
  }

  readonly #preview = async (digest: Subscription): Promise<DigestAnswer> => ({
    message: await this.#announced(() => this.#deps.digests.preview(digest)),
    replaces: false,
  });

  readonly #postNow = async (digest: Subscription): Promise<DigestAnswer> => {
    const outcome = await this.#announced(() => this.#deps.digests.postNow(digest, this.#to.actId));
    return notice(describeOutcome(outcome, digest.channel));
  };
}
