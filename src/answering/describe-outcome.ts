import type { SetupOutcome } from '../digest/digest-setup.ts';
import type { DigestOutcome } from '../digest/digests.ts';
import { whyNotPosted } from '../digest/outcome-words.ts';
import { describeProblem } from '../messages/digest-form-note.ts';
import type { Notice } from '../messages/notice.ts';
import type { Sent } from './reply.ts';

/** The outcome of `digest now`, which posts in `channel`, as a notice. */
export function describeOutcome(outcome: DigestOutcome, channel: string): Notice {
  const failed = (sentence: string): Notice => ({ kind: 'digest-failed', channel, sentence });
  switch (outcome.kind) {
    case 'posted':
      return { kind: 'digest-posted', channel };
    case 'already-running':
      return { kind: 'digest-already-running' };
    case 'withheld':
      return { kind: 'digest-withheld', channel };
    case 'not-delivered':
      return failed(`${whyNotPosted(outcome)} Try again in a minute.`);
    case 'refused':
    case 'bug':
      return failed(whyNotPosted(outcome) ?? '');
    case 'uncertain':
    case 'interrupted':
      return { kind: `digest-${outcome.kind}`, channel };
  }
}

/** Why nothing was set up, changed or stopped, as a notice. `command` is the app's own. */
export function describeSetup(outcome: Exclude<SetupOutcome, { kind: 'done' }>, command: string): Notice {
  const because = (problem: Parameters<typeof describeProblem>[0]): Notice => ({
    kind: 'digest-not-changed',
    sentence: describeProblem(problem).sentence,
  });
  switch (outcome.kind) {
    case 'not-allowed':
      return { kind: 'not-admin' };
    case 'gone':
      return { kind: 'digest-gone', command };
    case 'withheld':
      return because({ kind: 'outsiders' });
    case 'cannot-post':
    case 'channel-not-allowed':
    case 'same-moment':
    case 'not-remembered':
      return because(outcome);
  }
}

/** Why a shared answer is not in the channel, or may not be. */
export function describeShare(sent: Exclude<Sent, 'sent'>): Notice {
  switch (sent) {
    case 'uncertain':
      return { kind: 'share-uncertain' };
    case 'outsiders':
    case 'unchecked':
      return { kind: 'share-withheld', reason: sent };
    case 'lost':
      return { kind: 'share-failed', sentence: 'Slack did not accept it; try again in a minute.' };
  }
}
