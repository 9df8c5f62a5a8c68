import type { ReactNode } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { AppTabs, panelId } from './app-tabs.tsx';
import { ChannelMenu } from './channel-menu.tsx';
import { Composer } from './composer.tsx';
import { HomeView } from './home-view.tsx';
import { MessageList } from './message-list.tsx';
import type { ShownChannel } from './use-channel.ts';
import { Welcome } from './welcome.tsx';

interface Props {
  readonly state: PageState;
  readonly shown: ShownChannel;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  readonly onAsk: (line: string) => void;
  /** A drawer covers it, so nothing in it may get the focus. */
  readonly isCovered: boolean;
  readonly onChannels: () => void;
  readonly onStage: () => void;
  readonly isStageShown: boolean;
  /** Shown above the messages. */
  readonly banner: ReactNode;
  readonly caption: ReactNode;
}

/** A channel: its name, its messages and the composer. The app's own conversation may have a Home tab too. */
export function Conversation(props: Props) {
  const { state, shown, send, isCovered, onChannels, onStage, isStageShown, banner, caption } = props;
  const { channel, channelId, tab, show } = shown;
  const isDirect = channel?.isDirect === true;
  const title = isDirect ? state.appName : `#${channel?.name ?? ''}`;
  const hasTabs = isDirect && state.app.homeTabEnabled;
  const panel = hasTabs ? { role: 'tabpanel', id: panelId, 'aria-labelledby': `tab-${tab}` } : {};
  return (
    <main className="conversation" aria-label={title} data-channel={channelId} inert={isCovered}>
      <header className="conversation-head">
        <button
          type="button"
          className="icon-button only-narrow"
          aria-label="Channels"
          data-opens="channels"
          onClick={onChannels}
        >
          ☰
        </button>
        <h1 className="conversation-title">{title}</h1>
        {channel !== undefined && !isDirect && channelId !== state.askChannelId && (
          <ChannelMenu channel={channel} send={send} />
        )}
        <button
          type="button"
          className="button stage-toggle"
          data-opens="stage"
          aria-pressed={isStageShown}
          onClick={onStage}
        >
          Stage
        </button>
      </header>
      {banner}
      {caption}
      {hasTabs && <AppTabs {...{ tab, title, send }} onTab={(next) => show(channelId, next)} />}
      <div className="conversation-panel" {...panel}>
        {tab === 'home' ? <HomeView view={state.home} send={send} /> : <Messages {...props} title={title} />}
      </div>
    </main>
  );
}

function Messages({ state, shown, send, onAsk, title }: Props & { readonly title: string }) {
  const { channelId } = shown;
  const isDirect = shown.channel?.isDirect === true;
  const beginning = isDirect ? <Welcome state={state} onAsk={onAsk} /> : undefined;
  return (
    <>
      <MessageList key={`messages of ${channelId}`} {...{ state, channelId, title, send, beginning }} />
      {isWritable(state, shown) ? (
        <Composer key={`composer of ${channelId}`} {...{ state, channelId, title, send }} />
      ) : (
        <p className="read-only">
          {isDirect ? 'Sending messages to this app has been turned off.' : `${title} is archived.`}
        </p>
      )}
    </>
  );
}

/** Whether the reader can type here: not in an archived channel. In the app's own conversation, its manifest decides. */
export function isWritable({ app }: PageState, { channel, tab }: ShownChannel): boolean {
  if (channel === undefined || channel.isArchived) return false;
  return tab === 'messages' && !(channel.isDirect && app.isMessagesTabReadOnly);
}
