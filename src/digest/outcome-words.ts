import type { Log, LogFields } from '../ops/log.ts';
import type { PostOutcome } from './poster.ts';

const byHand = '`/backups digest now`';

/** Logs the final outcome of a digest in one line; an error line says what to do. */
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
      log.error(
        `The digest may have been posted: Slack did not confirm. Check the channel; if it is not there, post it with ${byHand}.`,
        { ...facts, code: outcome.code },
      );
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
      return 'Its channel is shared with people outside the workspace. To allow it, name it in ALLOWED_CHANNELS.';
    case 'not-delivered':
      return outcome.code === 'ratelimited'
        ? 'Slack was too busy to accept it.'
        : `Slack did not accept it (${outcome.code}).`;
    case 'bug':
      return 'It is a bug in the bot; its log has the cause.';
    case 'uncertain':
      return `Slack did not confirm it (${outcome.code}): check the channel.`;
  }
}
