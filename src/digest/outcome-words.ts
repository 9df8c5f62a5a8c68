import type { Log, LogFields } from '../ops/log.ts';
import type { DoubtVerdict } from './assess-doubt.ts';
import type { DeliveryReport } from './digests.ts';
import type { Delivery } from './ledger.ts';
import type { LateReason } from './occasion.ts';
import { heldUp, type PostOutcome } from './poster.ts';

const byHand = '`/backups digest now`';

/** Why a digest that was surely not posted is not sent any more. */
export type Unwanted = 'stopped' | 'too-late' | 'superseded';

/** Logs the outcome of an attempt that is not made again, in one line; an error line says what to do. */
export function logOutcome(log: Log, outcome: PostOutcome, facts: LogFields): void {
  switch (outcome.kind) {
    case 'posted':
      log.info('Digest posted', { ...facts, ts: outcome.ts });
      return;
    case 'refused':
      log.error(`Slack refused the digest. ${outcome.advice}`, { ...facts, code: outcome.code });
      return;
    case 'withheld':
      log.error(
        'The digest was not posted: its channel is shared with people outside the workspace. Name the channel in ALLOWED_CHANNELS if they may see it.',
        facts,
      );
      return;
    case 'not-delivered':
      log.error(`The digest was not posted. Post it with ${byHand} once Slack can be reached.`, {
        ...facts,
        code: outcome.code,
      });
      return;
    case 'bug':
      log.error('Creating the digest failed; the line above has the cause. Report it as a bug.', facts);
      return;
    case 'uncertain':
      log.warn('The digest may have been posted: Slack did not confirm. The bot looks for it in a minute.', {
        ...facts,
        code: outcome.code,
      });
      return;
  }
}

/** A digest that was surely not posted is tried again. */
export function logPostponed(log: Log, facts: LogFields): void {
  log.warn('Posting the digest failed; trying again', facts);
}

/** What a look into the channel showed about a digest that may have been posted. */
export function logLookedUp(log: Log, verdict: DoubtVerdict['kind'], facts: LogFields): void {
  switch (verdict) {
    case 'posted':
      log.info('Digest posted: it is in its channel', facts);
      return;
    case 'not-there':
      log.info('The digest that may have been posted is not in its channel; posting it', facts);
      return;
    case 'repeat':
      log.warn('The digest may have been posted, and the bot may not look; posting it again, marked', facts);
      return;
    case 'perhaps':
      log.error(
        `The digest may have been posted, and the bot could not look. Check the channel; if it is not there, post it with ${byHand}.`,
        facts,
      );
      return;
    case 'look-again':
      log.warn('Looking for a digest that may have been posted failed; trying again', facts);
      return;
  }
}

/** A digest is not posted, and nothing is wrong with that. */
export function logUnwanted(log: Log, why: Unwanted, facts: LogFields): void {
  switch (why) {
    case 'stopped':
      log.info('The digest was not posted: it was stopped meanwhile', facts);
      return;
    case 'superseded':
      log.info('The digest was not posted: a later one takes its place', facts);
      return;
    case 'too-late':
      log.warn('The digest was not posted: it would be later than LATE_WITHIN allows', facts);
      return;
  }
}

/** Why a digest is not in its channel, or may not be, in one or two sentences; `undefined` when it is there. */
export function whyNotPosted(outcome: PostOutcome): string | undefined {
  switch (outcome.kind) {
    case 'posted':
      return undefined;
    case 'refused':
      return `Slack refused it (${outcome.code}). ${outcome.advice}`;
    case 'withheld':
      return withheld;
    case 'not-delivered':
      return notAccepted(outcome.code);
    case 'bug':
      return bug;
    case 'uncertain':
      return `Slack did not confirm it (${outcome.code}): check the channel.`;
  }
}

const withheld =
  'Its channel is shared with people outside the workspace. To allow it, name it in ALLOWED_CHANNELS.';
const bug = 'It is a bug in the bot; its log has the cause.';

function notAccepted(code: string): string {
  if (code === 'stopping') return 'The bot is restarting.';
  if (code === heldUp.code) return 'The bot was held up before it could send it.';
  return code === 'ratelimited' ? 'Slack was too busy to accept it.' : `Slack did not accept it (${code}).`;
}

/** What became of a delivery, for people. */
export function reportOf(delivery: Delivery): DeliveryReport {
  const { slotAt: dueAt, settledAt: at } = delivery;
  const state = stateOf(delivery);
  return { dueAt, state, at, sentence: sentenceOf(delivery) };
}

function stateOf({ state }: Delivery): DeliveryReport['state'] {
  return state === 'claimed' || state === 'sending' ? 'waiting' : state;
}

function sentenceOf({ state, code, advice, lateReason }: Delivery): string | undefined {
  switch (state) {
    case 'sent':
    case 'quiet':
      return undefined;
    case 'claimed':
      if (code === undefined) return undefined;
      return code === 'bug'
        ? 'Creating it failed; the bot tries again.'
        : `${notAccepted(code)} The bot tries again.`;
    case 'sending':
      return code === undefined ? undefined : 'Slack did not confirm it yet; the bot looks for it.';
    case 'perhaps':
      return 'Slack did not confirm it: check the channel.';
    case 'given-up':
      return givenUp(code, advice);
    case 'skipped':
      return skipped(code, lateReason);
  }
}

function givenUp(code: string | undefined, advice: string | undefined): string {
  if (code === 'withheld') return withheld;
  if (code === 'bug' || code === undefined) return bug;
  return advice === undefined
    ? `${notAccepted(code)} The bot has given it up.`
    : `Slack refused it (${code}). ${advice}`;
}

function skipped(code: string | undefined, reason: LateReason | undefined): string | undefined {
  if (code === 'stopped') return 'It was stopped before it could be posted.';
  if (code === 'by-hand') return `It was posted with ${byHand} instead.`;
  switch (reason) {
    case 'bot-was-down':
      return 'The bot was not running.';
    case 'database':
      return 'The bot’s database was away.';
    case 'slack':
      return 'Slack did not accept it.';
    case 'slow-portals':
      return 'The portals were too slow.';
    case undefined:
      return code === 'superseded' ? 'A later one took its place.' : undefined;
  }
}
