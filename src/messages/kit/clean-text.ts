const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Far more than is ever shown; limits the work on an absurdly long name. */
const longestRead = 4_000;

/**
 * Untrusted text made safe for one line: no line breaks, no control, bidi or invisible characters, no stacks of
 * accents, no lone surrogates, at most `max` characters *after* escaping, cut between graphemes. Empty when nothing
 * visible is left. It must still be escaped for mrkdwn.
 */
export function cleanText(foreign: string, max: number): string {
  const line = foreign
    .slice(0, longestRead)
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\s\u0085]/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  return cutText(line, max);
}

/** At most `max` characters after escaping, with an ellipsis when truncated. */
export function cutText(text: string, max: number): string {
  if (escapedLength(text) <= max) return text;
  let kept = '';
  let length = 1;
  for (const { segment } of graphemes.segment(text)) {
    length += escapedLength(segment);
    if (length > max) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** With a capital first letter. */
export function capitalise(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** With a small first letter, to follow a name. */
export function uncapitalise(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** Goes between a number and its unit, or a narrow screen would break `48 h`. */
export const noBreak = '\u00A0';

/** The three characters that Slack asks to escape, and no others (Slack: "Formatting text"). */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const [ampersand, lessThan, greaterThan] = [0x26, 0x3c, 0x3e];

/** The length Slack sees: `&` counts as `&amp;`. */
export function escapedLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === ampersand) length += 4;
    else if (code === lessThan || code === greaterThan) length += 3;
  }
  return length;
}

/**
 * A clean line as mrkdwn that shows exactly its text. What could be formatting, an emoji code, a mention or a link
 * becomes code, because mrkdwn has no other way to quote.
 */
export function quoteMrkdwn(line: string): string {
  const isPlain = !/[*_~`@#<>]|:[^\s:]+:|[\p{L}\p{N}][.][\p{L}\p{N}]|:\/\//u.test(line);
  return isPlain ? escapeText(line) : `\`${escapeText(line.replaceAll('`', '´'))}\``;
}

/**
 * A clean line for a `plain_text` object. Whether Slack interprets `<…>` and emoji codes there is not documented, so
 * their characters are replaced by look-alikes.
 */
export function quotePlain(line: string): string {
  return line
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/:(?=[^\s:]+:)/gu, '꞉');
}
