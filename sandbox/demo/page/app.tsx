import { useCallback, useState } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { Announcer } from './announcer.tsx';
import { BotBanner } from './bot-banner.tsx';
import { Conversation, isWritable } from './conversation.tsx';
import { ModalDialog } from './modal-dialog.tsx';
import { explain, post, unreachable } from './post.ts';
import { ReaderProvider, useReaderOf } from './reader.ts';
import { SceneCaption } from './scene-caption.tsx';
import { recall } from './sent-lines.ts';
import { Sidebar } from './sidebar.tsx';
import { SkipLinks } from './skip-links.tsx';
import { StagePanel } from './stage-panel.tsx';
import { useChannel } from './use-channel.ts';
import { useDrawer } from './use-drawer.ts';
import { useLiveState } from './use-live-state.ts';
import { stageFits, useMedia } from './use-media.ts';
import { useStage } from './use-stage.ts';
import { useTheme } from './use-theme.ts';

/** The whole page. */
export function App() {
  const { state, isOnline } = useLiveState();
  if (state !== undefined) return <Workspace state={state} isOnline={isOnline} />;
  return (
    <main className="opening" role="status">
      {isOnline ? 'Opening the workspace …' : unreachable}
    </main>
  );
}

function Workspace({ state, isOnline }: { readonly state: PageState; readonly isOnline: boolean }) {
  const [theme, setTheme] = useTheme();
  const reader = useReaderOf(state, theme);
  const channel = useChannel(state);
  const { channelId, show, unread } = channel;
  const { drawer, toggle, shut } = useDrawer();
  const doesStageFit = useMedia(stageFits);
  const [isStageWanted, setStageWanted] = useState(true);
  const [notice, setNotice] = useState<string>();
  // What was over before the page was opened is no news.
  const [dismissed, setDismissed] = useState(() =>
    state.outage?.backAfterMs === undefined ? undefined : state.outage.lostAt,
  );

  const send = useCallback(async (path: string, body: object): Promise<PageReply> => {
    const reply = await post(path, body);
    setNotice(reply.ok ? undefined : explain(reply.error));
    return reply;
  }, []);
  const open = (id: string): void => {
    show(id);
    shut();
  };
  const ask = (line: string): void => {
    recall.remember(line);
    open(state.askChannelId);
    void send('/api/type', { channelId: state.askChannelId, text: line });
  };
  const outage = state.outage?.lostAt === dismissed ? undefined : state.outage;
  const dismissOutage = (): void => {
    if (outage?.backAfterMs !== undefined) setDismissed(outage.lostAt);
  };
  const stage = useStage({ state, send, onPlay: dismissOutage, onLookAt: open });
  const isStageShown = doesStageFit ? isStageWanted : drawer === 'stage';

  return (
    <ReaderProvider value={reader}>
      <SkipLinks hasComposer={isWritable(state, channel)} />
      <div className="app" data-drawer={drawer} data-stage={isStageWanted ? 'open' : 'shut'}>
        <Sidebar {...{ state, isOnline, outage, channelId, unread, theme, setTheme }} onOpen={open} />
        <Conversation
          {...{ state, send, shown: channel }}
          onAsk={ask}
          isCovered={drawer !== undefined}
          onChannels={() => toggle('channels')}
          onStage={() => (doesStageFit ? setStageWanted(!isStageWanted) : toggle('stage'))}
          isStageShown={isStageShown}
          banner={<BotBanner {...{ isOnline, outage }} bot={state.bot} onDismiss={dismissOutage} />}
          caption={isStageShown ? null : <SceneCaption stage={stage} story={state.story} />}
        />
        <StagePanel state={state} stage={stage} onShut={shut} />
        {drawer !== undefined && <button type="button" className="scrim" aria-label="Close" onClick={shut} />}
      </div>
      {state.modals.map((modal, index) => (
        <ModalDialog key={modal.id} view={modal} isTop={index === state.modals.length - 1} send={send} />
      ))}
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
