import { useState } from 'react';
import type { PagePortal, PageReply, PageStageAction, PageState } from '../page-server/page-wire.ts';

interface Props {
  readonly state: PageState;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  readonly onLookAt: (channelId: string) => void;
}

/** Makes things happen to the portals, to Slack and to the bot: a story scene by scene, and single buttons. */
export function StagePanel({ state, send, onLookAt }: Props) {
  const [running, setRunning] = useState<string>();
  const [done, setDone] = useState<readonly string[]>([]);

  const play = async ({ id, lookAt }: PageStageAction): Promise<void> => {
    if (running !== undefined) return;
    setRunning(id);
    if (lookAt !== undefined) onLookAt(lookAt);
    const reply = await send('/api/stage', { id });
    if (reply.ok) setDone((before) => [...before.filter((each) => each !== id), id]);
    setRunning(undefined);
  };
  const buttons = { running, done, play: (action: PageStageAction) => void play(action) };

  return (
    <aside className="stage" aria-label="Stage">
      <h2>Stage</h2>
      <p className="muted">
        The bot is real, the portals are samples. Make things happen and watch what it says.
      </p>
      <h3>Portals as they really are</h3>
      <Portals portals={state.portals} />
      <h3>The story of a bad day</h3>
      <ol className="story">
        {state.story.map((scene) => (
          <li key={scene.id}>
            <SceneButton action={scene} {...buttons} />
          </li>
        ))}
      </ol>
      {state.stageGroups.map(({ title, actions }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul className="scenes">
            {actions.map((action) => (
              <li key={action.id}>
                <SceneButton action={action} {...buttons} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}

interface SceneProps {
  readonly action: PageStageAction;
  readonly running: string | undefined;
  readonly done: readonly string[];
  readonly play: (action: PageStageAction) => void;
}

function SceneButton({ action, running, done, play }: SceneProps) {
  const isRunning = running === action.id;
  const hintId = `hint-${action.id}`;
  return (
    <div
      className="scene"
      data-scene={action.id}
      data-busy={running !== undefined}
      data-done={done.includes(action.id)}
      data-last={done.at(-1) === action.id}
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
      <p id={hintId}>{isRunning ? 'Playing …' : action.hint}</p>
    </div>
  );
}

const portalWords: Readonly<Record<PagePortal['state'], string>> = {
  up: 'up',
  down: 'down',
  'key-refused': 'refuses the key',
};

function Portals({ portals }: { readonly portals: readonly PagePortal[] }) {
  return (
    <ul className="portals">
      {portals.map(({ name, state }) => (
        <li key={name} data-state={state}>
          <span>{name}</span> <span className="portal-state">{portalWords[state]}</span>
        </li>
      ))}
    </ul>
  );
}
