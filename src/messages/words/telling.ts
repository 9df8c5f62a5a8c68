import type { Audience } from '../kit/message.ts';

/**
 * How a message tells time. An answer is read at once, so it tells durations (`in 4 h`); what stays in a channel is
 * read later too, so it tells moments.
 */
export interface Telling {
  readonly now: Date;
  readonly by: 'durations' | 'moments';
}

/** What only the asker sees does not stay. */
export function tellingFor(audience: Audience, now: Date): Telling {
  return { now, by: audience === 'asker' ? 'durations' : 'moments' };
}
