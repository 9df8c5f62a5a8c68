import type { Message } from '../messages/kit/message.ts';

/**
 * Where a message goes: to whoever asked, seen by nobody else; to everybody in the channel; or into the view that was
 * pressed, in place of what it shows.
 */
export type Place = 'asker' | 'channel' | 'view';

/**
 * *uncertain*: Slack did not confirm, so the message may be there. Kept back from a channel: *outsiders*, because people
 * outside the workspace are in it; *unchecked*, because Slack did not tell who is in it.
 */
export type Sent = 'sent' | 'uncertain' | 'lost' | 'outsiders' | 'unchecked';

/** The port through which one command or click is answered. */
export interface Reply {
  /**
   * Tries again after faults that pass, falls back to plain text when Slack refuses the blocks. Never rejects. A message
   * to the asker takes the place of an announcement that has taken the place of the view. Never ends up under one that
   * is late: when an announcement in the view is not confirmed in time, what follows goes to the asker as a message of its
   * own. Nothing goes to a channel where people outside the workspace would see it.
   */
  send(message: Message, place: Place): Promise<Sent>;
  /** Tries once: an announcement that is lost does no harm, and must not use up the tries of the answer. */
  announce(message: Message, place: Exclude<Place, 'channel'>): Promise<void>;
}
