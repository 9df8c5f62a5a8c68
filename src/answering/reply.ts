import type { Message } from '../messages/kit/message.ts';

/**
 * Where a message goes: to whoever asked, seen by nobody else; to everybody in the channel; or into the view that was
 * pressed, in place of what it shows.
 */
export type Place = 'asker' | 'channel' | 'view';

/** *uncertain*: Slack did not confirm, so the message may be there. */
export type Sent = 'sent' | 'uncertain' | 'lost';

/** The port through which one command or click is answered. */
export interface Reply {
  /**
   * Tries again after faults that pass, falls back to plain text when Slack refuses the blocks. Never rejects. A message
   * to the asker takes the place of an announcement that has taken the place of the view.
   */
  send(message: Message, place: Place): Promise<Sent>;
  /** Tries once: a passing word that nobody misses must not use up the tries of the answer. */
  announce(message: Message, place: Exclude<Place, 'channel'>): Promise<void>;
}
