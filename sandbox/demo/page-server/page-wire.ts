import type { JsonObject } from '../../slack/json.ts';
import type { AppManifest } from '../app-manifest.ts';
import type { BotState } from '../bot-keeper.ts';

/** A message as the viewer sees it. `channelId` and `ts` together identify it. */
export interface PageMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** It just came, said to the viewer or by them, or caused by a button of the stage: the page scrolls to it. */
  readonly isAnswer: boolean;
  /** The typed command, which Slack shows above an answer in the channel. */
  readonly commandEcho?: string;
  readonly files?: readonly PageFile[];
}

/** A file of a message. */
export interface PageFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** In bytes. */
  readonly size: number;
  /** The first lines of a text. */
  readonly preview?: string;
}

export interface PageChannel {
  readonly id: string;
  readonly name: string;
  /** A direct message with the bot. */
  readonly isDirect: boolean;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the bot is in it. */
  readonly isMember: boolean;
}

export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
}

/** A Home tab, or an open modal. The last modal of the stack is on the screen. */
export interface PageView {
  readonly id: string;
  readonly content: JsonObject;
  /** The app's error messages, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** The last time that the bot lost its connection to Slack. */
export interface PageOutage {
  /** ISO 8601. It tells outages apart, too. */
  readonly lostAt: string;
  /** Absent while the connection is away. */
  readonly backAfterMs?: number;
}

/** The actual state of a sample portal, whatever the bot says. */
export interface PagePortal {
  readonly name: string;
  /** The customer or region that it belongs to. */
  readonly group?: string;
  readonly state: 'up' | 'down' | 'key-refused';
}

export interface PageStageAction {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** The channel where the result appears. */
  readonly lookAt?: string;
}

/** Everything that the page shows. */
export interface PageState {
  readonly teamName: string;
  readonly appName: string;
  readonly viewerId: string;
  readonly botUserId: string;
  readonly firstChannelId: string;
  /** Where the page asks when a command cannot be typed. */
  readonly askChannelId: string;
  readonly app: AppManifest;
  readonly channels: readonly PageChannel[];
  readonly users: readonly PageUser[];
  readonly messages: readonly PageMessage[];
  readonly modals: readonly PageView[];
  /** The viewer's Home tab, once the app has published it. */
  readonly home?: PageView;
  readonly bot: BotState;
  readonly outage?: PageOutage;
  readonly portals: readonly PagePortal[];
  /** How far the demo’s clock is ahead of the real one. */
  readonly clockAheadMs: number;
  /** The ids of the stage's actions that were played, the latest last. */
  readonly played: readonly string[];
  readonly story: readonly PageStageAction[];
  readonly stageGroups: readonly { readonly title: string; readonly actions: readonly PageStageAction[] }[];
}

/** A change of the state. */
export type PageChange =
  /** Posted or changed. */
  | { readonly kind: 'message'; readonly message: PageMessage }
  | { readonly kind: 'message-deleted'; readonly channelId: string; readonly ts: string }
  | { readonly kind: 'channel'; readonly channel: PageChannel }
  | { readonly kind: 'channel-removed'; readonly channelId: string }
  | { readonly kind: 'clock'; readonly clockAheadMs: number }
  | { readonly kind: 'home'; readonly home: PageView }
  | { readonly kind: 'modals'; readonly modals: readonly PageView[] }
  | { readonly kind: 'bot'; readonly bot: BotState; readonly outage?: PageOutage }
  | { readonly kind: 'played'; readonly played: readonly string[] }
  | { readonly kind: 'portals'; readonly portals: readonly PagePortal[] };

/** The answer to every POST. `error` is a sentence, or Slack's error code. */
export type PageReply =
  /** `options`: what the app suggests for a select. */
  | { readonly ok: true; readonly options?: readonly JsonObject[] }
  | { readonly ok: false; readonly error: string };
