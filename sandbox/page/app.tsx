import { useCallback, useEffect, useState } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { Announcer } from './announcer.tsx';
import { Conversation } from './conversation.tsx';
import { ModalDialog } from './modal-dialog.tsx';
import { post } from './post.ts';
import { ReaderProvider, readerOf } from './reader.ts';
import { Sidebar } from './sidebar.tsx';
import { StagePanel } from './stage-panel.tsx';
import { useChannel } from './use-channel.ts';
import { useLiveState } from './use-live-state.ts';
import { useNow } from './use-now.ts';
import { useTheme } from './use-theme.ts';

/** The whole page. */
export function App() {
  const { state, isOnline } = useLiveState();
  if (state !== undefined) return <Workspace state={state} isOnline={isOnline} />;
  return (
    <main className="opening" role="status">
      {isOnline
        ? 'Opening the workspace …'
        : 'The sandbox cannot be reached. Is “npm run demo” still running?'}
    </main>
  );
}

type Drawer = 'channels' | 'stage' | undefined;

function Workspace({ state, isOnline }: { readonly state: PageState; readonly isOnline: boolean }) {
  const [theme, setTheme] = useTheme();
  const now = useNow();
  const { channelId, show, unread } = useChannel(state);
  const [drawer, setDrawer] = useState<Drawer>();
  const [isStageOpen, setStageOpen] = useState(true);
  const [notice, setNotice] = useState<string>();

  const send = useCallback(async (path: string, body: object): Promise<PageReply> => {
    const reply = await post(path, body);
    setNotice(reply.ok ? undefined : explain(reply.error));
    return reply;
  }, []);
  useEscape(() => setDrawer(undefined));

  const modal = state.modals.at(-1);
  const open = (id: string): void => {
    show(id);
    setDrawer(undefined);
  };
  const toggleStage = (): void => {
    if (window.matchMedia('(min-width: 1100px)').matches) setStageOpen(!isStageOpen);
    else setDrawer(drawer === 'stage' ? undefined : 'stage');
  };
  return (
    <ReaderProvider value={readerOf(state, theme, now)}>
      <div className="app" data-drawer={drawer} data-stage={isStageOpen ? 'open' : 'shut'}>
        <Sidebar {...{ state, isOnline, channelId, unread, theme, setTheme }} onOpen={open} />
        <Conversation
          key={channelId}
          {...{ state, channelId, send }}
          onChannels={() => setDrawer(drawer === 'channels' ? undefined : 'channels')}
          onStage={toggleStage}
          isStageOpen={drawer === 'stage' || isStageOpen}
        />
        <StagePanel {...{ state, send }} onLookAt={open} />
        {drawer !== undefined && (
          <button type="button" className="scrim" aria-label="Close" onClick={() => setDrawer(undefined)} />
        )}
      </div>
      {modal !== undefined && <ModalDialog key={modal.id} view={modal} send={send} />}
      <Announcer state={state} />
      <div className="notice-place" role="alert">
        {notice !== undefined && (
          <p className="notice">
            {notice}
            <button type="button" aria-label="Dismiss" onClick={() => setNotice(undefined)}>
              ✕
            </button>
          </p>
        )}
      </div>
    </ReaderProvider>
  );
}

/** Slack's error codes with the words around them that Slack has; sentences as they are. */
function explain(error: string): string {
  return /^[a-z_]+$/.test(error) ? `The app did not respond (${error}). Try again in a moment.` : error;
}

function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}
