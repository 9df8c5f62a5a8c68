import { digestChannelId, opsChannelId } from './demo-workspace.ts';
import type { StageAction, StageGroup } from './stage-action.ts';
import { ask, postDigest, story } from './story.ts';

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
    title: 'Time',
    actions: [
      {
        id: 'next-morning',
        label: 'Next morning',
        hint: 'It is 9:01 of the next day. The digests come, and say what changed in the night.',
        steps: [{ kind: 'next-morning' }],
        lookAt: digestChannelId,
      },
    ],
  },
  {
    title: 'Slack and the bot',
    actions: [
      {
        id: 'digest-now',
        label: 'Post today’s digest now',
        hint: 'You typed /backups digest now in #backups-digest.',
        steps: [postDigest],
        lookAt: digestChannelId,
      },
      {
        id: 'refuse-next-post',
        label: 'Slack answers 429 to the next post',
        hint: 'Now post a digest. You are told that it was not posted, and why. Ten seconds later it can be posted again.',
        steps: [{ kind: 'refuse-next-post', retryAfterS: 8 }],
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
        hint: 'Press a button on an old answer. It still works, and the bot remembers its digests.',
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
        hint: 'The problems of the first morning are back, and the bot has forgotten what it knew.',
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
