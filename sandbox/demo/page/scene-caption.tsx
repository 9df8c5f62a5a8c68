import { nextScene } from '../next-scene.ts';
import type { PageStageAction } from '../page-server/page-wire.ts';
import type { Stage } from './use-stage.ts';

interface Props {
  readonly stage: Stage;
  readonly story: readonly PageStageAction[];
}

/** The current scene and a button for the next one, or the first one again, above the messages while the stage is hidden. */
export function SceneCaption({ stage, story }: Props) {
  const { running, last, done, isDismissed, play, dismiss } = stage;
  if (isDismissed) return null;
  const shown = running ?? last;
  const following = nextScene(story, done);
  const next = following ?? story[0];
  const isInStory = shown === undefined || story.some(({ id }) => id === shown.id);
  return (
    <section className="scene-caption" aria-label="The story">
      <p>
        <b>{shown === undefined ? 'New here?' : `${shown.label} ·`}</b>{' '}
        {running === undefined
          ? (shown?.hint ?? 'Play the story of a bad day, scene by scene. It takes a minute.')
          : 'Playing …'}
      </p>
      {isInStory && next !== undefined && (
        <button
          type="button"
          className="button button-primary"
          aria-disabled={running !== undefined}
          onClick={() => play(next)}
        >
          {shown === undefined ? 'Start' : following === undefined ? 'Play again' : 'Next scene'}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={dismiss}>
        ✕
      </button>
    </section>
  );
}
