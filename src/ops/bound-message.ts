import { redact } from './redact.ts';

const longest = 200;

/** How web pages start; messages such as `a Map<string, number>` do not match. */
const page = /<(?:!doctype|\?xml|html|head|body|title|center)\b/i;

/**
 * A library's message, which may quote a whole answer from the network, made safe for the log: its first line, at
 * most 200 characters of it, without secrets, and `unreadable answer` instead of a web page.
 */
export function boundMessage(text: string): string {
  const [line = ''] = text.trim().split(/[\r\n\u2028\u2029]/, 1);
  const pageStart = line.search(page);
  const words = pageStart < 0 ? line : `${beforeQuote(line.slice(0, pageStart))} unreadable answer`.trim();
  // Before truncating, because half a secret no longer looks like one.
  const shown = redact(words);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

function beforeQuote(text: string): string {
  return text.trimEnd().replace(/["']$/, '').trimEnd();
}
