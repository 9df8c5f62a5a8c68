import { isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { parseMrkdwn } from '../../terminal/text/parse-mrkdwn.ts';
import { withEmoji } from './emoji-elements.ts';
import { LibraryBlock } from './library-block.tsx';

/** A mrkdwn or plain_text object, as Slack shows it. */
export function TextView({ object }: { readonly object: unknown }) {
  if (!isJsonObject(object)) return null;
  const text = String(object['text'] ?? '');
  return object['type'] === 'mrkdwn' ? <MrkdwnView source={text} /> : <PlainView text={text} />;
}

/** Slack's mrkdwn. Parsed here, because the library's parser also accepts Markdown. */
export function MrkdwnView({ source }: { readonly source: string }) {
  return <LibraryBlock block={{ type: 'rich_text', elements: withEmoji(parseMrkdwn(source)) }} />;
}

const emojiCode = /:([a-z0-9_+-]*[a-z][a-z0-9_+-]*):/;

/** Text in which only emoji codes are special. */
function PlainView({ text }: { readonly text: string }) {
  const elements = text
    .split(emojiCode)
    .map(
      (piece, index): JsonObject =>
        index % 2 === 0 ? { type: 'text', text: piece } : { type: 'emoji', name: piece },
    );
  const sections = [{ type: 'rich_text_section', elements: withEmoji(elements) }];
  return <LibraryBlock block={{ type: 'rich_text', elements: sections }} />;
}
