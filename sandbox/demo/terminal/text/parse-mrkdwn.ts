import type { Inline, InlineStyle, RichPart } from './inline.ts';

/**
 * Parses mrkdwn into rich text as Slack does: https://docs.slack.dev/messaging/formatting-message-text.
 * Escaped text stays text: `&lt;!channel&gt;` is not a mention. Markdown links are not links.
 */
export function parseMrkdwn(source: string): readonly RichPart[] {
  const pieces = source.split(/```/);
  return pieces.flatMap((piece, index): readonly RichPart[] => {
    const isFenced = index % 2 === 1 && index < pieces.length - 1;
    if (!isFenced) return parseLines(index === 0 ? piece : piece.replace(/^\n/, ''));
    return [{ type: 'rich_text_preformatted', elements: [text(piece.replace(/^\n|\n$/g, ''), {})] }];
  });
}

function parseLines(source: string): readonly RichPart[] {
  const parts: RichPart[] = [];
  let pending: string[] = [];
  let isQuote = false;
  const flush = (): void => {
    const body = pending.join('\n');
    pending = [];
    if (body !== '')
      parts.push({
        type: isQuote ? 'rich_text_quote' : 'rich_text_section',
        elements: parseInline(body, {}),
      });
  };
  for (const line of source.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)?.[1];
    if ((quoted !== undefined) !== isQuote) {
      flush();
      isQuote = quoted !== undefined;
    }
    pending.push(quoted ?? line);
  }
  flush();
  return parts;
}

interface Match {
  readonly length: number;
  readonly found: readonly Inline[];
}

function parseInline(source: string, style: InlineStyle): readonly Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') found.push(text(plain, style));
    plain = '';
  };
  while (at < source.length) {
    const before = source[at - 1] ?? ' ';
    const match = matchAt(source.slice(at), before, style);
    if (match === undefined) {
      plain += source[at];
      at += 1;
      continue;
    }
    flush();
    found.push(...match.found);
    at += match.length;
  }
  flush();
  return found;
}

function matchAt(rest: string, before: string, style: InlineStyle): Match | undefined {
  const first = rest.charAt(0);
  switch (first) {
    case '<':
      return matchAngle(rest, style);
    case '`':
      return matchCode(rest, style);
    case ':':
      return matchEmoji(rest, before);
    case '*':
      return matchStyled(rest, before, /^\*(?!\s)([^*\n]*[^*\n\s])\*(?![\p{L}\p{N}])/u, {
        ...style,
        bold: true,
      });
    case '_':
      return matchStyled(rest, before, /^_(?!\s)([^_\n]*[^_\n\s])_(?![\p{L}\p{N}])/u, {
        ...style,
        italic: true,
      });
    case '~':
      return matchStyled(rest, before, /^~(?!\s)([^~\n]*[^~\n\s])~(?![\p{L}\p{N}])/u, {
        ...style,
        strike: true,
      });
    default:
      return undefined;
  }
}

function matchStyled(rest: string, before: string, shape: RegExp, style: InlineStyle): Match | undefined {
  const match = /[\p{L}\p{N}]/u.test(before) ? null : shape.exec(rest);
  return match === null ? undefined : { length: match[0].length, found: parseInline(match[1] ?? '', style) };
}

function matchCode(rest: string, style: InlineStyle): Match | undefined {
  const match = /^`([^`\n]+)`/.exec(rest);
  return match === null
    ? undefined
    : { length: match[0].length, found: [text(match[1] ?? '', { ...style, code: true })] };
}

/** An emoji's name has a letter in it, so `09:00: 7` has none. */
function matchEmoji(rest: string, before: string): Match | undefined {
  const name = /[\p{L}\p{N}]/u.test(before)
    ? undefined
    : /^:([a-z0-9_+'-]*[a-z][a-z0-9_+'-]*):/.exec(rest)?.[1];
  return name === undefined ? undefined : { length: name.length + 2, found: [{ type: 'emoji', name }] };
}

function matchAngle(rest: string, style: InlineStyle): Match | undefined {
  const match = /^<([^<>|\n]+)(?:\|([^<>\n]*))?>/.exec(rest);
  if (match === null) return undefined;
  const [{ length }, target = '', label] = match;
  return { length, found: [angleElement(target, label, style)] };
}

function angleElement(target: string, label: string | undefined, style: InlineStyle): Inline {
  const [kind, rest] = [target[0], target.slice(1)];
  if (kind === '@') return { type: 'user', user_id: rest };
  if (kind === '#') return { type: 'channel', channel_id: rest };
  const [, timestamp, format = '', url] = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target) ?? [];
  if (timestamp !== undefined) {
    const linked = url === undefined ? {} : { url };
    return {
      type: 'date',
      timestamp: Number(timestamp),
      format,
      fallback: unescapeEntities(label ?? ''),
      style,
      ...linked,
    };
  }
  if (/^!(here|channel|everyone)$/.test(target)) return { type: 'broadcast', range: rest };
  if (kind === '!') return text(label ?? `<${target}>`, style);
  return { type: 'link', url: unescapeEntities(target), text: unescapeEntities(label ?? target), style };
}

function text(source: string, style: InlineStyle): Inline {
  return { type: 'text', text: unescapeEntities(source), style };
}

function unescapeEntities(source: string): string {
  return source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
