import { useState } from 'react';
import type { PageReply, PageStageAction, PageState } from '../page-server/page-wire.ts';

/** The action that is playing on the stage, and those that were played. */
export interface Stage {
  readonly running: PageStageAction | undefined;
  /** Ids in the order of play, the latest at the end. */
  readonly done: readonly string[];
  readonly last: PageStageAction | undefined;
  /** The caption was dismissed. Playing another action shows it again. */
  readonly isDismissed: boolean;
  play(action: PageStageAction): void;
  dismiss(): void;
}

interface Parts {
  readonly state: PageState;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  readonly onPlay: () => void;
  readonly onLookAt: (channelId: string) => void;
}

/** Plays one action at a time and opens the channel where its result appears. */
export function useStage({ state, send, onPlay, onLookAt }: Parts): Stage {
  const [running, setRunning] = useState<PageStageAction>();
  const [isDismissed, setDismissed] = useState(false);
  const { played: done, story, stageGroups } = state;
  const actions = [...story, ...stageGroups.flatMap((group) => group.actions)];

  const play = async (action: PageStageAction): Promise<void> => {
    if (running !== undefined) return;
    setRunning(action);
    setDismissed(false);
    onPlay();
    if (action.lookAt !== undefined) onLookAt(action.lookAt);
    await send('/api/stage', { id: action.id });
    setRunning(undefined);
  };
  return {
    ...{ running, done, isDismissed },
    last: actions.find(({ id }) => id === done.at(-1)),
    play: (action) => void play(action),
    dismiss: () => setDismissed(true),
  };
}
