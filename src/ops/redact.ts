/**
 * Shapes of secrets in a line of text, a safety net below the `Secret` type: Slack tokens, DocSpace API keys,
 * `Bearer …`, `Basic …`, response URLs, the tickets of Socket Mode addresses, and a user name or password inside an
 * address. No pattern can match a quotation mark or a backslash, so JSON stays JSON. The last one matches members of
 * JSON, and of JSON inside JSON.
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z0-9])(?:xox[a-z]|xapp)[-.][^\s"'\\,;&<>]+/gi, '[secret]'],
  [/(?<![a-z0-9])sk-[^\s"'\\,;&<>]+/gi, '[secret]'],
  [/\b(bearer)(?:\s|\\+[tnr]|\+|%20)+[^\s"'\\,;&<>]+/gi, '$1 [secret]'],
  // A capital or a digit after the first letter distinguishes base64 from words such as `basic authentication`.
  [
    /\b([Bb]asic|BASIC)(?:\s|\\+[tnr]|\+|%20)+[A-Za-z0-9+/][a-z]*[A-Z0-9+/=][A-Za-z0-9+/=_-]*/g,
    '$1 [secret]',
  ],
  [/(\bhooks\.slack(?:-gov)?\.com)\/[^\s"'\\]+/gi, '$1/[secret]'],
  [/([?&]ticket=)[^\s"'\\&]+/gi, '$1[secret]'],
  [/(:\/\/)[^\s"'\\/@]+@/g, '$1[secret]@'],
  [
    /((?:token|secret|password|api_?key|authorization|cookie|response_url)\\*"\s*:\s*\\*")[^"\\]+/gi,
    '$1[secret]',
  ],
];

/** The text with everything in it that looks like a secret replaced by `[secret]`. */
export function redact(text: string): string {
  return shapes.reduce((masked, [shape, mask]) => masked.replace(shape, mask), text);
}
