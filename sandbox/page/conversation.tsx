import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

interface Props {
  readonly state: PageState;
  readonly channelId: string;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  readonly onChannels: () => void;
  readonly onStage: () => void;
  readonly isStageOpen: boolean;
}

/** One channel: its name, its messages, and where to type. */
export function Conversation({ state, channelId, send, onChannels, onStage, isStageOpen }: Props) {
  const channel = state.channels.find(({ id }) => id === channelId);
  const title = channel?.isDirect === true ? state.appName : `#${channel?.name ?? ''}`;
  return (
    <main className="conversation" aria-label={title}>
      <header className="conversation-head">
        <button type="button" className="icon-button only-narrow" aria-label="Channels" onClick={onChannels}>
          ☰
        </button>
        <h2 className="conversation-title">{title}</h2>
        <button type="button" className="button stage-toggle" aria-pressed={isStageOpen} onClick={onStage}>
          Stage
        </button>
      </header>
      {(state.bot === 'exited' || state.bot === 'disconnected') && (
        <p className="bot-banner" role="status">
          {state.bot === 'exited'
            ? 'The bot has stopped. “The bot is restarted” on the stage starts it again.'
            : 'Slack has lost the bot for a moment; it is connecting again.'}
        </p>
      )}
      <MessageList state={state} channelId={channelId} title={title} send={send} />
      <Composer state={state} channelId={channelId} title={title} send={send} />
    </main>
  );
}
