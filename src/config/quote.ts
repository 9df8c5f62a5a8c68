import { redact } from '../ops/redact.ts';

const longest = 60;

/**
 * A value as it may be shown to an administrator: on one line, cut when long, and without what people paste by
 * mistake: tokens, a password in an address, the query of an address.
 */
export function quote(value: string): string {
  const shown = redact(value)
    .replace(/^.+@/s, '[secret]@')
    .replace(/^([a-z]+:\/\/[^?#]*[?#]).*$/is, '$1…');
  return JSON.stringify(shown.length > longest ? `${shown.slice(0, longest)}…` : shown);
}
