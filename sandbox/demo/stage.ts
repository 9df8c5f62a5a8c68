import type { CastName } from '../cast.ts';
import { digestChannelId, opsChannelId } from './demo-workspace.ts';

/** One thing that happens: to a portal, to Slack, to the bot, or a user types. */
export type StageStep =
  | { readonly kind: 'take-down' | 'bring-back' | 'refuse-key' | 'accept-key'; readonly portal: CastName }
  | { readonly kind: 'make-backup' | 'let-one-expire-soon'; readonly portal: CastName }
  | { readonly kind: 'slow-down'; readonly portal: CastName; readonly latencyMs: number }
  /** A good day: everything up, every portal with a fresh backup that stays. */
  | { readonly kind: 'make-all-well' }
  | { readonly kind: 'heal-all' | 'start-over' }
  | { readonly kind: 'refuse-next-post'; readonly retryAfterS: number }
  | { readonly kind: 'drop-socket' | 'restart-bot' }
  /**
   * The viewer refreshes the newest answer. While the bot reads, Slack drops its connection and takes no new one
   * `forMs`. The viewer types into that.
   */
  | {
      readonly kind: 'lose-line';
      readonly forMs: number;
      readonly channelId: string;
      readonly typed: string;
    }
  /** The viewer types this. `refresh` also presses the answer's Refresh button, because readings are kept for half a minute. */
  | { readonly kind: 'type'; readonly text: string; readonly channelId: string; readonly refresh?: boolean };

/** A button of the stage. */
export interface StageAction {
  readonly id: string;
  readonly label: string;
  /** What happens, or what to try next. */
  readonly hint: string;
  readonly steps: readonly StageStep[];
  /** The channel to look at afterwards. */
  readonly lookAt?: string;
}

export interface StageGroup {
  readonly title: string;
  readonly actions: readonly StageAction[];
}

/** The viewer types a command in `#ops` and refreshes the answer. */
function ask(text: string): StageStep {
  return { kind: 'type', text, channelId: opsChannelId, refresh: true };
}

const postDigest: StageStep = { kind: 'type', text: 'digest now', channelId: opsChannelId };

/** The story of a bad day, in order. Each scene is one click and shows what the scenes before did not. */
export const story: readonly StageAction[] = [
  {
    id: 'scene-1',
    label: 'The morning digest',
    hint: 'The first line is the verdict. The worst portals come first, each with what to do. What is fine is only counted.',
    steps: [{ kind: 'start-over' }, postDigest],
    lookAt: digestChannelId,
  },
  {
    id: 'scene-2',
    label: 'Ask for yourself',
    hint: 'You typed /backups acme. Only you see the answer. What expires soon stands out from what stays.',
    steps: [{ kind: 'type', text: 'acme', channelId: opsChannelId }],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-3',
    label: 'A portal goes down',
    hint: 'You typed /backups finance, which is down now. The bot says why it cannot read it, and never calls that “no backups”.',
    steps: [{ kind: 'take-down', portal: 'finance' }, ask('finance')],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-4',
    label: 'Slack drops the line',
    hint: 'The bot was refreshing hr when Slack dropped the line. A command typed then got Slack’s error, but the answer about hr arrived.',
    steps: [
      { kind: 'type', text: 'hr', channelId: opsChannelId },
      { kind: 'slow-down', portal: 'hr', latencyMs: 3_000 },
      { kind: 'lose-line', forMs: 2_000, channelId: opsChannelId, typed: 'acme' },
      { kind: 'slow-down', portal: 'hr', latencyMs: 0 },
    ],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-5',
    label: 'A typing mistake',
    hint: 'You typed /backups desgin. The bot asks whether you meant design. Its button asks that, and only you see the answer.',
    steps: [{ kind: 'type', text: 'desgin', channelId: opsChannelId }],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-6',
    label: 'All is well again',
    hint: 'Every portal has a fresh backup, and the digest of a good day is short. Play scene 1 to start over.',
    steps: [{ kind: 'make-all-well' }, postDigest],
    lookAt: digestChannelId,
  },
];

/** Everything else that can happen, in any order. */
export const stageGroups: readonly StageGroup[] = [
  {
    title: 'Portals',
    actions: [
      {
        id: 'take-down',
        label: 'finance goes down',
        hint: 'You ask about finance. The answer says why it cannot be read.',
        steps: [{ kind: 'take-down', portal: 'finance' }, ask('finance')],
        lookAt: opsChannelId,
      },
      {
        id: 'bring-back',
        label: 'finance comes back',
        hint: 'You ask again. Its history is back.',
        steps: [{ kind: 'bring-back', portal: 'finance' }, ask('finance')],
        lookAt: opsChannelId,
      },
      {
        id: 'refuse-key',
        label: 'design refuses the key',
        hint: 'You ask about design. The answer says how to fix it.',
        steps: [{ kind: 'refuse-key', portal: 'design' }, ask('design')],
        lookAt: opsChannelId,
      },
      {
        id: 'accept-key',
        label: 'design accepts the key again',
        hint: 'You ask again, and it answers.',
        steps: [{ kind: 'accept-key', portal: 'design' }, ask('design')],
        lookAt: opsChannelId,
      },
      {
        id: 'slow-down',
        label: 'hr takes four seconds',
        hint: 'You refresh its answer. First you see that the bot is reading, then the answer. hr stays slow until “Fix everything”.',
        steps: [{ kind: 'slow-down', portal: 'hr', latencyMs: 4_000 }, ask('hr')],
        lookAt: opsChannelId,
      },
    ],
  },
  {
    title: 'Backups',
    actions: [
      {
        id: 'make-backup',
        label: 'hr makes a backup',
        hint: 'You ask about hr. It is fine now.',
        steps: [{ kind: 'make-backup', portal: 'hr' }, ask('hr')],
        lookAt: opsChannelId,
      },
      {
        id: 'expire-soon',
        label: 'A backup of design expires soon',
        hint: 'You typed /backups expiring 1h. The backup expires in half an hour.',
        steps: [{ kind: 'let-one-expire-soon', portal: 'design' }, ask('expiring 1h')],
        lookAt: opsChannelId,
      },
    ],
  },
  {
    title: 'Slack and the bot',
    actions: [
      {
        id: 'digest-now',
        label: 'Post today’s digest now',
        hint: 'The digest is in #backups-digest, and #ops says so.',
        steps: [postDigest],
        lookAt: digestChannelId,
      },
      {
        id: 'refuse-next-post',
        label: 'Slack answers 429 to the next post',
        hint: 'Now post a digest. #ops says that it was not posted, and why. Half a minute later it can be posted again.',
        steps: [{ kind: 'refuse-next-post', retryAfterS: 30 }],
      },
      {
        id: 'drop-socket',
        label: 'Slack drops the connection',
        hint: 'Above the messages you see how long the bot was away. It comes back by itself.',
        steps: [{ kind: 'drop-socket' }],
      },
      {
        id: 'restart-bot',
        label: 'Restart the bot',
        hint: 'Press a button on an old answer. It still works.',
        steps: [{ kind: 'restart-bot' }],
      },
    ],
  },
  {
    title: 'Back to the beginning',
    actions: [
      {
        id: 'heal-all',
        label: 'Fix everything',
        hint: 'All portals are up, fast and healthy again. The backups stay as they are.',
        steps: [{ kind: 'heal-all' }, ask('')],
        lookAt: opsChannelId,
      },
      {
        id: 'start-over',
        label: 'Start over',
        hint: 'The problems of the morning are back.',
        steps: [{ kind: 'start-over' }, ask('')],
        lookAt: opsChannelId,
      },
    ],
  },
];

/** The action with this id, from the story or from a group. */
export function findStageAction(id: string): StageAction | undefined {
  return [...story, ...stageGroups.flatMap((group) => group.actions)].find((action) => action.id === id);
}
