import type { PageMessage, PageReply, PageState } from '../page-server/page-wire.ts';
import { formatSlackDate } from '../terminal/text/format-slack-date.ts';
import { type Acting, ActingProvider } from './blocks/acting.ts';
import { BlocksView } from './blocks/block-view.tsx';
import { MrkdwnView } from './blocks/text-view.tsx';
import { FileCard } from './file-card.tsx';
import { post } from './post.ts';
import { useReader } from './reader.ts';

interface Props {
  readonly message: PageMessage;
  readonly state: PageState;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** A message: author, time, whether only the viewer sees it, and its blocks with working buttons. */
export function MessageRow({ message, state, send }: Props) {
  const { view } = useReader();
  const { channelId, ts, userId, isEphemeral, commandEcho } = message;
  const author = userId === state.botUserId ? state.appName : view.userName(userId);
  const time = formatSlackDate(Number(ts), '{time}', view);
  const acting: Acting = {
    act: (element) => send('/api/act', { channelId, ts, ...element }),
    // Not `send`: the select itself says what went wrong.
    suggest: (element) => post('/api/suggest', { channelId, ts, ...element }),
  };
  return (
    <li className="message" data-ephemeral={isEphemeral} data-ts={ts}>
      <article aria-label={`${author}, ${time}${isEphemeral ? ', only visible to you' : ''}`}>
        {isEphemeral && (
          <p className="only-you">
            <EyeIcon /> Only visible to you
          </p>
        )}
        {commandEcho !== undefined && (
          <p className="command-echo">
            {view.userName(state.viewerId)} used <code>{commandEcho}</code>
          </p>
        )}
        <Avatar userId={userId} name={author} botUserId={state.botUserId} />
        <div className="message-body">
          <p className="message-head">
            <span className="author">{author}</span>
            {userId === state.botUserId && <span className="badge">APP</span>}
            <time dateTime={new Date(Number(ts) * 1_000).toISOString()}>{time}</time>
          </p>
          <ActingProvider value={acting}>
            {message.blocks.length > 0 ? (
              <BlocksView blocks={message.blocks} />
            ) : (
              message.text !== '' && <MrkdwnView source={message.text} />
            )}
          </ActingProvider>
          {message.files?.map((file) => (
            <FileCard key={file.id} file={file} />
          ))}
          {message.isEdited && <span className="edited">(edited)</span>}
        </div>
      </article>
    </li>
  );
}

interface AvatarProps {
  readonly userId: string;
  readonly name: string;
  readonly botUserId: string;
}

function Avatar({ userId, name, botUserId }: AvatarProps) {
  if (userId === botUserId) return <img className="avatar" src="/icon.svg" alt="" width={36} height={36} />;
  return (
    <span className="avatar avatar-letter" aria-hidden="true">
      {name.slice(0, 1)}
    </span>
  );
}

function EyeIcon() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="14"
      height="14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      <path d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10Z" />
      <circle cx="10" cy="10" r="2.6" />
    </svg>
  );
}
