import type { ReactNode } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

interface Props {
  readonly state: PageState;
  readonly channelId: string;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  /** A drawer covers it, so nothing in it may get the focus. */
  readonly isCovered: boolean;
  readonly onChannels: () => void;
  readonly onStage: () => void;
  readonly isStageShown: boolean;
  /** Shown above the messages. */
  readonly banner: ReactNode;
  readonly caption: ReactNode;
}

/** A channel: its name, its messages and the composer. */
export function Conversation(props: Props) {
  const { state, channelId, send, isCovered, onChannels, onStage, isStageShown, banner, caption } = props;
  const channel = state.channels.find(({ id }) => id === channelId);
  const title = channel?.isDirect === true ? state.appName : `#${channel?.name ?? ''}`;
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
      <MessageList key={`messages of ${channelId}`} {...{ state, channelId, title, send }} />
      <Composer key={`composer of ${channelId}`} {...{ state, channelId, title, send }} />
    </main>
  );
}
