import type { Message } from '../messages/message.ts';
import type { PostOutcome } from './post-outcome.ts';

/** What `/backups digest` needs; implemented by `digest/`. */
export interface DigestPort {
  /** The channel the digest goes to, as configured. */
  readonly channel: string;
  /** Today's digest as it would be posted, rendered for the asker alone. */
  preview(): Promise<Message>;
  /** Posts the digest in its channel now, unless a run is under way. */
  postNow(): Promise<PostOutcome | { readonly kind: 'already-running' }>;
}
