import { digestChannelId, directChannelId, opsChannelId, teamChannelId } from './demo-workspace.ts';
import type { StageAction, StageStep } from './stage-action.ts';

/** The viewer types a command in `#ops` and refreshes the answer. */
export function ask(text: string): StageStep {
  return { kind: 'type', text, channelId: opsChannelId, afterwards: 'refresh' };
}

export const postDigest = { kind: 'type', text: 'digest now', channelId: digestChannelId } as const;

/** The story of a bad day, in order. Each scene is one click and shows what the scenes before did not. */
export const story: readonly StageAction[] = [
  {
    id: 'scene-1',
    label: 'The morning digest',
    hint: 'The first line is the verdict. The worst portals come first, each with what to do. What is fine is only counted.',
    steps: [{ kind: 'start-over' }, { ...postDigest, afterwards: 'dismiss' }],
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
    label: 'Set up a digest',
    hint: 'You typed /backups digest on 09:00 in #it-team. The bot tells the channel who set it up, and when it comes next.',
    steps: [{ kind: 'type', text: 'digest on 09:00', channelId: teamChannelId }],
    lookAt: teamChannelId,
  },
  {
    id: 'scene-7',
    label: 'The next morning',
    hint: 'A night has passed. The digest says first what changed since the last one: what is gone, what is back.',
    steps: [{ kind: 'next-morning' }],
    lookAt: digestChannelId,
  },
  {
    id: 'scene-8',
    label: 'Snooze a problem',
    hint: 'You typed /backups snooze design and pressed “For a week”. It is silent for everybody, and still counted.',
    steps: [
      { kind: 'type', text: 'snooze design', channelId: opsChannelId },
      { kind: 'press', label: 'For a week', channelId: opsChannelId },
    ],
    lookAt: opsChannelId,
  },
  {
    id: 'scene-9',
    label: 'A channel is archived',
    hint: 'Somebody archived #it-team, and it is the next day. The bot stopped that digest and told you, who set it up.',
    steps: [
      { kind: 'change-channel', channelId: teamChannelId, change: 'archive' },
      { kind: 'next-morning' },
    ],
    lookAt: directChannelId,
  },
  {
    id: 'scene-10',
    label: 'It comes back',
    hint: 'The channel is back, and you pressed the button in the direct message. #it-team gets its digest again.',
    steps: [
      { kind: 'change-channel', channelId: teamChannelId, change: 'unarchive' },
      { kind: 'press', label: 'Resume', channelId: directChannelId },
    ],
    lookAt: teamChannelId,
  },
  {
    id: 'scene-11',
    label: 'All is well again',
    hint: 'Another morning, and every portal has a fresh backup. The digest of a good day is short. Scene 1 starts over.',
    steps: [{ kind: 'good-morning' }],
    lookAt: digestChannelId,
  },
];
