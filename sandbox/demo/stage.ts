import type { CastName } from '../cast.ts';
import { digestChannelId, opsChannelId } from './demo-workspace.ts';

/** One thing that happens: to a portal, to Slack, to the bot, or somebody types. */
export type StageStep =
  | { readonly kind: 'take-down' | 'bring-back' | 'refuse-key' | 'accept-key'; readonly portal: CastName }
  | { readonly kind: 'make-backup' | 'let-one-expire-soon'; readonly portal: CastName }
  | { readonly kind: 'slow-down'; readonly portal: CastName; readonly latencyMs: number }
  /** A good day: everything up, every portal with a fresh backup that stays. */
  | { readonly kind: 'make-all-well' }
  | { readonly kind: 'heal-all' | 'start-over' }
  | { readonly kind: 'refuse-next-post'; readonly retryAfterS: number }
  | { readonly kind: 'drop-socket' | 'restart-bot' }
  /** Typed by the viewer; `refresh` also presses the answer's Refresh button, for an answer may be half a minute old. */
  | { readonly kind: 'type'; readonly text: string; readonly channelId: string; readonly refresh?: boolean };

/** A button of the stage. */
export interface StageAction {
  readonly id: string;
  readonly label: string;
  /** One line: what to try next. */
  readonly hint: string;
  readonly steps: readonly StageStep[];
  /** The channel to look at afterwards. */
  readonly lookAt?: string;
}

export interface StageGroup {
  readonly title: string;
  readonly actions: readonly StageAction[];
}

/** The story of a bad day, from first to last; each scene is one click. */
export const story: readonly StageAction[] = [
  {
    id: 'scene-1',
    label: 'The morning digest',
    hint: 'Read the first line: it is the verdict. Worst comes first, what is fine takes one line.',
    steps: [{ kind: 'start-over' }, { kind: 'type', text: 'digest now', channelId: opsChannelId }],
    lookAt: digestChannelId,
  },
  {
    id: 'scene-2',
    label: 'Ask for yourself',
    hint: 'Only you see the answer. Pick a portal from the list, page with Older, share it with the button.',
    steps: [{ kind: 'type', text: '', channelId: opsChannelId }],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-3',
    label: 'A portal goes down',
    hint: 'finance cannot be read: that is said as such, never as “no backups”. Nobody else’s answer suffers.',
    steps: [
      { kind: 'take-down', portal: 'finance' },
      { kind: 'type', text: 'finance', channelId: opsChannelId, refresh: true },
    ],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-4',
    label: 'Slack stumbles too',
    hint: 'Slack cuts the line and refuses a post (429). The bot is back at once, and says that the digest is not there.',
    steps: [
      { kind: 'drop-socket' },
      { kind: 'refuse-next-post', retryAfterS: 30 },
      { kind: 'type', text: 'digest now', channelId: opsChannelId },
    ],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-5',
    label: 'All is well again',
    hint: 'A good day is a short digest. Press “The morning digest” to start over.',
    steps: [{ kind: 'make-all-well' }, { kind: 'type', text: 'digest now', channelId: opsChannelId }],
    lookAt: digestChannelId,
  },
];

/** What else can happen, in any order. */
export const stageGroups: readonly StageGroup[] = [
  {
    title: 'Portals',
    actions: [
      {
        id: 'take-down',
        label: 'finance goes down',
        hint: 'Type /backups finance, or press Refresh on an answer.',
        steps: [{ kind: 'take-down', portal: 'finance' }],
      },
      {
        id: 'bring-back',
        label: 'finance comes back',
        hint: 'Press Refresh: its history is there again.',
        steps: [{ kind: 'bring-back', portal: 'finance' }],
      },
      {
        id: 'refuse-key',
        label: 'design refuses the key',
        hint: 'Type /backups design: the answer says what mends it.',
        steps: [{ kind: 'refuse-key', portal: 'design' }],
      },
      {
        id: 'accept-key',
        label: 'design accepts it again',
        hint: 'Press Refresh on the answer.',
        steps: [{ kind: 'accept-key', portal: 'design' }],
      },
      {
        id: 'slow-down',
        label: 'hr takes four seconds',
        hint: 'Type /backups hr: a waiting line comes first, then the answer.',
        steps: [{ kind: 'slow-down', portal: 'hr', latencyMs: 4_000 }],
      },
    ],
  },
  {
    title: 'Backups',
    actions: [
      {
        id: 'make-backup',
        label: 'hr makes a backup',
        hint: 'Press Refresh: hr has no trouble any more.',
        steps: [{ kind: 'make-backup', portal: 'hr' }],
      },
      {
        id: 'expire-soon',
        label: 'One of design expires soon',
        hint: 'Type /backups expiring 1h: it is gone in half an hour.',
        steps: [{ kind: 'let-one-expire-soon', portal: 'design' }],
      },
    ],
  },
  {
    title: 'Slack and the bot',
    actions: [
      {
        id: 'digest-now',
        label: 'Post today’s digest now',
        hint: 'It stands in #backups-digest, and #ops is told so.',
        steps: [{ kind: 'type', text: 'digest now', channelId: opsChannelId }],
        lookAt: digestChannelId,
      },
      {
        id: 'refuse-next-post',
        label: 'Slack answers 429 to the next post',
        hint: 'Post a digest now: you are told that it is not there, and why. Then post it again.',
        steps: [{ kind: 'refuse-next-post', retryAfterS: 30 }],
      },
      {
        id: 'drop-socket',
        label: 'Slack cuts the connection',
        hint: 'Watch the dot beside the bot’s name: it is back in a moment, and nothing is lost.',
        steps: [{ kind: 'drop-socket' }],
      },
      {
        id: 'restart-bot',
        label: 'The bot is restarted',
        hint: 'Press a button on an old answer: it still works.',
        steps: [{ kind: 'restart-bot' }],
      },
    ],
  },
  {
    title: 'Order',
    actions: [
      {
        id: 'heal-all',
        label: 'Heal everything',
        hint: 'All portals are up and honest; backups stay as they are. Type /backups.',
        steps: [{ kind: 'heal-all' }],
      },
      {
        id: 'start-over',
        label: 'Start over',
        hint: 'The morning’s troubles are back. Type /backups.',
        steps: [{ kind: 'start-over' }],
      },
    ],
  },
];

/** The action with this id, of the story or of the groups. */
export function findStageAction(id: string): StageAction | undefined {
  return [...story, ...stageGroups.flatMap((group) => group.actions)].find((action) => action.id === id);
}
