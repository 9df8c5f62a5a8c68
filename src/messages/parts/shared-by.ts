import type { KnownBlock } from '@slack/types';
import { context } from '../kit/blocks.ts';

/** Ends what was shared with who shared it; nothing in a private answer. `user` is an id that Slack sent. */
export function sharedByFacts(user: string | undefined): string[] {
  return user !== undefined && /^[UW][A-Z0-9]{2,}$/.test(user) ? [`shared by <@${user}>`] : [];
}

/** The same as a block of its own. */
export function sharedByBlock(user: string | undefined): KnownBlock[] {
  return context(sharedByFacts(user));
}
