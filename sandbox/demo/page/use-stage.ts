import { useState } from 'react';
import type { PageReply, PageStageAction } from '../page-server/page-wire.ts';

/** What is being played on the stage, and what was. */
export interface Stage {
  readonly running: PageStageAction | undefined;
  /** Ids, the last one played at the end. */
  readonly done: readonly string[];
  readonly last: PageStageAction | undefined;
  /** Nobody wants its caption, until something is played again. */
  readonly isDismissed: boolean;
  play(action: PageStageAction): void;
  dismiss(): void;
}

interface Parts {
  readonly send: (path: string, body: object) => Promise<PageReply>;
  readonly onLookAt: (channelId: string) => void;
}

/** Plays one action at a time, with the channel on the screen where it shows. */
export function useStage({ send, onLookAt }: Parts): Stage {
  const [running, setRunning] = useState<PageStageAction>();
  const [done, setDone] = useState<readonly string[]>([]);
  const [last, setLast] = useState<PageStageAction>();
  const [isDismissed, setDismissed] = useState(false);

  const play = async (action: PageStageAction): Promise<void> => {
    if (running !== undefined) return;
    setRunning(action);
    setDismissed(false);
    if (action.lookAt !== undefined) onLookAt(action.lookAt);
    const reply = await send('/api/stage', { id: action.id });
    if (reply.ok) {
      setDone((before) => [...before.filter((each) => each !== action.id), action.id]);
      setLast(action);
    }
    setRunning(undefined);
  };
  return {
    ...{ running, done, last, isDismissed },
    play: (action) => void play(action),
    dismiss: () => setDismissed(true),
  };
}

/** The scene to play next: the first one, or the one after the scene played last. */
export function nextScene(
  story: readonly PageStageAction[],
  done: readonly string[],
): PageStageAction | undefined {
  const played = done.findLast((id) => story.some((scene) => scene.id === id));
  return story[story.findIndex(({ id }) => id === played) + 1];
}
