import { useEffect, useRef } from 'react';
import { nextScene } from '../next-scene.ts';
import type { PagePortal, PageStageAction, PageState } from '../page-server/page-wire.ts';
import { formatSlackDate } from '../terminal/text/format-slack-date.ts';
import { useReader } from './reader.ts';
import type { Stage } from './use-stage.ts';

interface Props {
  readonly state: PageState;
  readonly stage: Stage;
  /** Closes the panel on a narrow screen, where it is a drawer. */
  readonly onShut: () => void;
}

/** Buttons that change the portals, Slack and the bot: the story, scene by scene, and single actions. */
export function StagePanel({ state, stage, onShut }: Props) {
  const next = nextScene(state.story, stage.done);
  const story = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const scene = story.current?.querySelector(`[data-scene="${next?.id}"]`);
    if (scene?.checkVisibility({ visibilityProperty: true }) === true)
      scene.scrollIntoView({ block: 'nearest' });
  }, [next?.id]);
  return (
    <aside className="stage" aria-label="Stage" tabIndex={-1}>
      <div className="stage-head">
        <h2>Stage</h2>
        <button
          type="button"
          className="icon-button only-drawer"
          aria-label="Close the stage"
          onClick={onShut}
        >
          ✕
        </button>
      </div>
      <p className="muted">
        The bot is real, the portals are samples. Play the story from 1 to {state.story.length}. Each scene
        says what to look at.
      </p>
      {state.clockAheadMs > 0 && <StageTime />}
      <h3>The story of a bad day</h3>
      <ol className="story" ref={story}>
        {state.story.map((scene) => (
          <li key={scene.id}>
            <SceneButton action={scene} stage={stage} isNext={scene === next} />
          </li>
        ))}
      </ol>
      <h3>Actual state of the portals</h3>
      <Portals portals={state.portals} />
      {state.stageGroups.map(({ title, actions }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul className="scenes">
            {actions.map((action) => (
              <li key={action.id}>
                <SceneButton action={action} stage={stage} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}

/** The demo's time, once it is not that of the reader's own clock. */
function StageTime() {
  const { view } = useReader();
  const now = formatSlackDate(view.now.getTime() / 1_000, '{date_long}, {time}', view);
  return <p className="stage-time">Here it is {now}.</p>;
}

interface SceneProps {
  readonly action: PageStageAction;
  readonly stage: Stage;
  readonly isNext?: boolean;
}

function SceneButton({ action, stage, isNext = false }: SceneProps) {
  const { running, done, play } = stage;
  const isRunning = running?.id === action.id;
  const hintId = `hint-${action.id}`;
  return (
    <div
      className="scene"
      data-scene={action.id}
      data-busy={running !== undefined}
      data-done={done.includes(action.id)}
      data-last={done.at(-1) === action.id}
      data-next={isNext}
    >
      <button
        type="button"
        aria-describedby={hintId}
        aria-busy={isRunning}
        aria-disabled={running !== undefined}
        onClick={() => play(action)}
      >
        {action.label}
      </button>
      {isNext && <span className="scene-next">{done.length === 0 ? 'Start here' : 'Next'}</span>}
      <p id={hintId}>{isRunning ? 'Playing …' : action.hint}</p>
    </div>
  );
}

const portalWords: Readonly<Record<PagePortal['state'], string>> = {
  up: 'up',
  down: 'down',
  'key-refused': 'refuses the key',
};

/** Of more portals, only those that are not up are listed, and no more than these. */
const mostListed = 20;

function Portals({ portals }: { readonly portals: readonly PagePortal[] }) {
  const isWhole = portals.length <= mostListed;
  const listed = isWhole ? portals : portals.filter(({ state }) => state !== 'up').slice(0, mostListed);
  const counted = isWhole ? [] : countByState(portals.filter((portal) => !listed.includes(portal)));
  return (
    <ul className="portals">
      {listed.map(({ name, state }) => (
        <li key={name} data-state={state}>
          <span>{name}</span> <span className="portal-state">{portalWords[state]}</span>
        </li>
      ))}
      {counted.map(([state, count]) => (
        <li key={state} data-state={state}>
          <span>{count} others</span> <span className="portal-state">{portalWords[state]}</span>
        </li>
      ))}
    </ul>
  );
}

function countByState(portals: readonly PagePortal[]): readonly (readonly [PagePortal['state'], number])[] {
  return [...Map.groupBy(portals, ({ state }) => state)].map(([state, all]) => [state, all.length]);
}
