import type { ChannelPace } from './channel-pace.ts';
import type { OfferedOptions } from './offered-options.ts';
import type { Repeats } from './repeats.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SlackRules } from './rules.ts';
import type { SlackStore } from './slack-store.ts';
import type { SocketHub } from './socket-hub.ts';
import type { Triggers } from './triggers.ts';
import type { Uploads } from './uploads.ts';
import type { Workspace } from './workspace.ts';

/** The state and the rules that all parts of the sandbox Slack share. */
export interface World {
  readonly workspace: Workspace;
  readonly rules: SlackRules;
  readonly store: SlackStore;
  readonly clock: () => Date;
  readonly pace: ChannelPace;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly offeredOptions: OfferedOptions;
  readonly uploads: Uploads;
  readonly repeats: Repeats;
  readonly sockets: SocketHub;
  /** `http://127.0.0.1:port`, known once the server listens. */
  readonly baseUrl: () => string;
  readonly areTokensRevoked: () => boolean;
}
