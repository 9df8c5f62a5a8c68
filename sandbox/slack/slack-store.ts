import type { SlackChange } from './slack-change.ts';
import type { StoredApiCall, StoredMessage, StoredView } from './stored-message.ts';
import type { StoredChannel, StoredUser, Workspace } from './workspace.ts';

type Draft = Omit<StoredMessage, 'ts' | 'deleted' | 'edited'>;

/** Which messages to list. Without `visibleTo`, all of them, ephemeral ones included. */
export interface MessageFilter {
  readonly channelId?: string;
  readonly visibleTo?: string;
  readonly includeDeleted?: boolean;
}

/** The data of the workspace. Listeners are notified of every change after it is stored. */
export class SlackStore {
  readonly #channels = new Map<string, StoredChannel>();
  readonly #users = new Map<string, StoredUser>();
  readonly #messages = new Map<string, StoredMessage>();
  readonly #homes = new Map<string, StoredView>();
  readonly #modals = new Map<string, readonly StoredView[]>();
  readonly #apiCalls: StoredApiCall[] = [];
  readonly #listeners = new Set<(change: SlackChange) => void>();
  #lastTsMicros = 0;

  constructor(workspace: Workspace) {
    for (const channel of workspace.channels) this.#channels.set(channel.id, channel);
    for (const user of workspace.users) this.#users.set(user.id, user);
  }

  get channels(): readonly StoredChannel[] {
    return [...this.#channels.values()];
  }

  get users(): readonly StoredUser[] {
    return [...this.#users.values()];
  }

  get apiCalls(): readonly StoredApiCall[] {
    return this.#apiCalls;
  }

  channel(id: string): StoredChannel | undefined {
    return this.#channels.get(id);
  }

  user(id: string): StoredUser | undefined {
    return this.#users.get(id);
  }

  message(channelId: string, ts: string): StoredMessage | undefined {
    return this.#messages.get(`${channelId}:${ts}`);
  }

  /** Oldest first, without deleted ones unless requested. */
  messages(filter: MessageFilter = {}): readonly StoredMessage[] {
    return [...this.#messages.values()].filter(
      (message) =>
        (filter.includeDeleted === true || !message.deleted) &&
        (filter.channelId === undefined || message.channelId === filter.channelId) &&
        (filter.visibleTo === undefined || (message.ephemeralTo ?? filter.visibleTo) === filter.visibleTo),
    );
  }

  home(userId: string): StoredView | undefined {
    return this.#homes.get(userId);
  }

  /** A user's stack of open modals. The last one is visible. */
  modals(userId: string): readonly StoredView[] {
    return this.#modals.get(userId) ?? [];
  }

  openViews(): readonly StoredView[] {
    return [...this.#homes.values(), ...[...this.#modals.values()].flat()];
  }

  onChange(listener: (change: SlackChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(change: SlackChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** Timestamps are also ids, so they increase even if the clock stands still. */
  nextTs(now: Date): string {
    this.#lastTsMicros = Math.max(now.getTime() * 1000, this.#lastTsMicros + 1);
    const seconds = Math.floor(this.#lastTsMicros / 1_000_000);
    return `${seconds}.${String(this.#lastTsMicros % 1_000_000).padStart(6, '0')}`;
  }

  postMessage(draft: Draft, now: Date): StoredMessage {
    const message: StoredMessage = { ...draft, ts: this.nextTs(now), deleted: false };
    this.#messages.set(`${message.channelId}:${message.ts}`, message);
    this.announce({ kind: 'message-posted', message });
    return message;
  }

  updateMessage(before: StoredMessage, change: Partial<Draft>, now: Date): StoredMessage {
    const edited = { userId: before.userId, ts: this.nextTs(now) };
    const message: StoredMessage = { ...before, ...change, edited };
    this.#messages.set(`${message.channelId}:${message.ts}`, message);
    this.announce({ kind: 'message-updated', message, before });
    return message;
  }

  deleteMessage(before: StoredMessage): StoredMessage {
    const message: StoredMessage = { ...before, deleted: true };
    this.#messages.set(`${message.channelId}:${message.ts}`, message);
    this.announce({ kind: 'message-deleted', message });
    return message;
  }

  /** Adds or changes a channel, for example to invite the bot, archive or rename it. */
  putChannel(channel: StoredChannel): void {
    this.#channels.set(channel.id, channel);
    this.announce({ kind: 'channel-changed', channel });
  }

  /** Removes a channel for good, with its messages. */
  removeChannel(channel: StoredChannel): void {
    this.#channels.delete(channel.id);
    for (const { channelId, ts } of this.messages({ channelId: channel.id, includeDeleted: true }))
      this.#messages.delete(`${channelId}:${ts}`);
    this.announce({ kind: 'channel-removed', channelId: channel.id });
  }

  putHome(view: StoredView): void {
    this.#homes.set(view.userId, view);
    this.announce({ kind: 'home-published', view });
  }

  putModals(userId: string, views: readonly StoredView[]): void {
    this.#modals.set(userId, views);
    this.announce({ kind: 'modals-changed', userId, views });
  }

  recordApiCall(call: StoredApiCall): void {
    this.#apiCalls.push(call);
    this.announce({ kind: 'api-called', call });
  }
}
