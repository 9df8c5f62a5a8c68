import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ReadFailure } from '../backups/failure.ts';

/** A body that was read as JSON, or why it could not be. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What the headers say of a body. */
export interface BodyTraits {
  readonly contentType: string;
  /** `gzip` is undone; anything else is taken as it is. */
  readonly contentEncoding: string;
}

/**
 * Reads a body as JSON, at most `limitBytes` of it after decompression. Rejects when the connection fails, the
 * compression is broken, or `signal` aborts; the body is closed in every case.
 */
export async function readJson(
  body: Readable,
  { contentType, contentEncoding }: BodyTraits,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Body> {
  const take = (chunks: AsyncIterable<Buffer>): Promise<string | undefined> => takeText(chunks, limitBytes);
  const text =
    contentEncoding.toLowerCase() === 'gzip'
      ? await pipeline(body, createGunzip(), take, { signal })
      : await pipeline(body, take, { signal });
  if (text === undefined) return { kind: 'failed', failure: { kind: 'too-large', limitBytes } };
  return parseJson(text, contentType);
}

async function takeText(chunks: AsyncIterable<Buffer>, limitBytes: number): Promise<string | undefined> {
  const taken: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    taken.push(chunk);
  }
  // Unlike `Buffer.toString` it leaves out a byte order mark.
  return new TextDecoder().decode(Buffer.concat(taken, size));
}

/** Tells a page from data that broke off: the first means a wrong address or a proxy, the second a bad line. */
function parseJson(text: string, contentType: string): Body {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    const isPage = /\bhtml\b/i.test(contentType) || /^\s*</.test(text);
    return { kind: 'failed', failure: { kind: isPage ? 'not-json' : 'broken-json' } };
  }
}
