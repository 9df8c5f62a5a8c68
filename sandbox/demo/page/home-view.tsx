import { asObjects } from '../../slack/json.ts';
import type { PageReply, PageView } from '../page-server/page-wire.ts';
import { type Acting, ActingProvider } from './blocks/acting.ts';
import { BlocksView } from './blocks/block-view.tsx';
import { messagesId } from './message-list.tsx';
import { post } from './post.ts';

interface Props {
  /** What the app published, if it has. */
  readonly view: PageView | undefined;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** The app's Home tab, with working buttons. */
export function HomeView({ view, send }: Props) {
  const acting: Acting = {
    act: (element) => send('/api/view/act', { viewId: view?.id, ...element }),
    suggest: (element) => post('/api/view/suggest', { viewId: view?.id, ...element }),
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long view must scroll by keyboard too
    <section className="history-scroll home" id={messagesId} tabIndex={0} aria-label="What the app shows">
      <h2 className="visually-hidden">Home</h2>
      {view === undefined ? (
        <p className="muted">The app has not published its Home tab yet.</p>
      ) : (
        <ActingProvider value={acting}>
          <BlocksView blocks={asObjects(view.content['blocks'])} />
        </ActingProvider>
      )}
    </section>
  );
}
