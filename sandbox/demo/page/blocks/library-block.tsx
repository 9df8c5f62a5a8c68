import { type Block, Message, type MessageProps } from 'slack-blocks-to-jsx';
import type { JsonObject } from '../../../slack/json.ts';
import { verdictEmoji } from '../../terminal/text/emoji.ts';
import { formatSlackDate } from '../../terminal/text/format-slack-date.ts';
import { useReader } from '../reader.ts';
import { safeHref } from './safe-href.ts';

/** A prepared block drawn by slack-blocks-to-jsx, with our own dates, names and links. */
export function LibraryBlock({ block }: { readonly block: JsonObject }) {
  const { theme } = useReader();
  return (
    <Message
      blocks={[block as unknown as Block]}
      name=""
      logo=""
      theme={theme}
      hooks={hooks}
      withoutWrapper
      className="library"
    />
  );
}

/** The library keeps the first hooks it gets, so each component looks up the reader itself. */
const hooks: NonNullable<MessageProps['hooks']> = {
  date: ({ timestamp, format, link }) => (
    <SlackDate timestampS={Number(timestamp)} format={format} href={link} />
  ),
  link: ({ href, children }) => <Link href={href}>{children}</Link>,
  emoji: (emoji, parse) => (verdictEmoji.has(emoji.name) ? <VerdictEmoji name={emoji.name} /> : parse(emoji)),
  user: ({ id }) => <Mention kind="user" id={id} />,
  channel: ({ id }) => <Mention kind="channel" id={id} />,
};

/** One of the emoji of verdicts, drawn so that it looks the same on every machine. */
function VerdictEmoji({ name }: { readonly name: string }) {
  return (
    <span
      className="emoji-circle"
      data-emoji={name}
      role="img"
      aria-label={verdictEmoji.get(name)?.words ?? name}
    />
  );
}

interface SlackDateProps {
  readonly timestampS: number;
  readonly format: string;
  readonly href?: string | null;
}

function SlackDate({ timestampS, format, href }: SlackDateProps) {
  const { view } = useReader();
  const date = new Date(timestampS * 1_000);
  if (Number.isNaN(date.getTime())) return <>{format}</>;
  const text = formatSlackDate(timestampS, format, view);
  const full = formatSlackDate(timestampS, '{date_long} at {time_secs}', view);
  return (
    <time dateTime={date.toISOString()} title={full}>
      {href === null || href === undefined ? text : <Link href={href}>{text}</Link>}
    </time>
  );
}

function Link({ href, children }: { readonly href: string; readonly children: React.ReactNode }) {
  const target = safeHref(href);
  if (target === undefined) return <>{children}</>;
  return (
    <a className="link" href={target} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Mention({ kind, id }: { readonly kind: 'user' | 'channel'; readonly id: string }) {
  const { view } = useReader();
  return (
    <span className="mention">{kind === 'user' ? `@${view.userName(id)}` : `#${view.channelName(id)}`}</span>
  );
}
