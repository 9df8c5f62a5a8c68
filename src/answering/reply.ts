import type { Message } from '../messages/kit/message.ts';

/**
 * Where a message goes: to the asker only; to everyone in the channel; or into the view that was pressed, replacing
 * what it shows.
 */
export type Place = 'asker' | 'channel' | 'view';

/**
 * *uncertain*: Slack did not confirm, so the message may be there. Withheld from a channel: *outsiders*, because people
 * outside the workspace are in it; *unchecked*, because Slack did not say who is in it.
 */
export type Sent = 'sent' | 'uncertain' | 'lost' | 'outsiders' | 'unchecked';

/** The port through which one command or click is answered. */
export interface Reply {
  /**
   * Retries after transient failures, and falls back to plain text when Slack refuses the blocks. Never rejects. A
   * message to the asker replaces an announcement that has replaced the view. A late announcement never overwrites it:
   * when an announcement in the view is not confirmed in time, the next message goes to the asker separately. Nothing
   * goes to a channel where people outside the workspace would see it.
   */
  send(message: Message, place: Place): Promise<Sent>;
  /** Tries once: a lost announcement does no harm, and must not use up the tries of the answer. */
  announce(message: Message, place: Exclude<Place, 'channel'>): Promise<void>;
}
