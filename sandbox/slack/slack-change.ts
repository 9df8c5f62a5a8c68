import type { StoredApiCall, StoredMessage, StoredView } from './stored-message.ts';
import type { StoredChannel } from './workspace.ts';

export type InteractionKind =
  | 'command'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'event';

/** A change in the workspace, for live views and tests. */
export type SlackChange =
  | { readonly kind: 'message-posted'; readonly message: StoredMessage }
  | { readonly kind: 'message-updated'; readonly message: StoredMessage; readonly before: StoredMessage }
  | { readonly kind: 'message-deleted'; readonly message: StoredMessage }
  | { readonly kind: 'channel-changed'; readonly channel: StoredChannel }
  | { readonly kind: 'channel-removed'; readonly channelId: string }
  | { readonly kind: 'home-published'; readonly view: StoredView }
  | { readonly kind: 'modals-changed'; readonly userId: string; readonly views: readonly StoredView[] }
  | {
      readonly kind: 'interaction-sent';
      readonly interaction: InteractionKind;
      readonly userId: string;
      readonly what: string;
    }
  | {
      readonly kind: 'interaction-acked';
      readonly interaction: InteractionKind;
      readonly userId: string;
      readonly what: string;
      readonly ackMs: number;
    }
  | {
      readonly kind: 'interaction-failed';
      readonly interaction: InteractionKind;
      readonly userId: string;
      readonly what: string;
      readonly error: string;
    }
  | { readonly kind: 'api-called'; readonly call: StoredApiCall }
  | { readonly kind: 'sockets-changed'; readonly connections: number };
