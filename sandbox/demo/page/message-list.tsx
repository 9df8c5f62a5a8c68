import { type ReactNode, useMemo } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { formatSlackDate } from '../terminal/text/format-slack-date.ts';
import { MessageRow } from './message-row.tsx';
import { useReader } from './reader.ts';
import { useFollow } from './use-follow.ts';

/** The id of the messages, for the link that skips to them. */
export const messagesId = 'messages';

interface Props {
  readonly state: PageState;
  readonly channelId: string;
  readonly title: string;
  readonly send: (path: string, body: object) => Promise<PageReply>;
  /** Stands before the first message. */
  readonly beginning: ReactNode;
}

/** The messages of a channel, by day. Scrolls to the viewer's answers, and to other messages unless the reader has scrolled up. */
export function MessageList({ state, channelId, title, send, beginning }: Props) {
  const { view } = useReader();
  const messages = useMemo(
    () => state.messages.filter((message) => message.channelId === channelId),
    [state.messages, channelId],
  );
  const { list, onScroll, isAway, jump } = useFollow(messages);
  const days = Map.groupBy(messages, ({ ts }) => formatSlackDate(Number(ts), '{day_divider_pretty}', view));
  return (
    <div className="history">
      <section
        className="history-scroll"
        ref={list}
        id={messagesId}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the history must scroll by keyboard too
        tabIndex={0}
        aria-label={`Messages in ${title}`}
      >
        {beginning ??
          (messages.length === 0 && <EmptyChannel title={title} command={state.app.command.name} />)}
        {[...days].map(([day, ofDay]) => (
          <section key={day} aria-label={day}>
            <h2 className="day">
              <span>{day}</span>
            </h2>
            <ol className="messages">
              {ofDay.map((message) => (
                <MessageRow key={message.ts} message={message} state={state} send={send} />
              ))}
            </ol>
          </section>
        ))}
      </section>
      {isAway && (
        <button type="button" className="button jump" onClick={jump}>
          New message ↓
        </button>
      )}
    </div>
  );
}

function EmptyChannel({ title, command }: { readonly title: string; readonly command: string }) {
  return (
    <div className="empty">
      <h2>This is the beginning of {title}</h2>
      <p>
        Type <code>{command}</code> below, or play a scene of the story on the stage.
      </p>
    </div>
  );
}
