import type { DigestOutcome } from '../digest/create-digest.ts';
import { whyNotPosted } from '../digest/outcome-words.ts';
import type { Notice } from '../messages/notice.ts';
import type { Sent } from './reply.ts';

/** What became of a digest that was to be posted in `channel` by hand. */
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
      return { kind: 'digest-uncertain', channel };
  }
}

/** Why an answer for the whole channel may not be there. */
export function describeShare(sent: Exclude<Sent, 'sent'>): Notice {
  switch (sent) {
    case 'uncertain':
      return { kind: 'share-uncertain' };
    case 'outsiders':
    case 'unchecked':
      return { kind: 'share-withheld', reason: sent };
    case 'lost':
      return { kind: 'share-failed', sentence: 'Slack did not take the message; try again in a minute.' };
  }
}
