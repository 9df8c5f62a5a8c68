import zlib from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { createTestReader, portalAt } from './history-setup.ts';
import { startServer } from './start-server.ts';

const history = JSON.stringify({ response: [], status: 0, statusCode: 200 });

afterEach(() => vi.restoreAllMocks());

it.each(['br', 'BR', 'gzip, br'])(
  'a body that comes with the encoding %j is not decoded, and not a history',
  async (encoding) => {
    const decoder = vi.spyOn(zlib, 'createBrotliDecompress');
    const encodings: unknown[] = [];
    const server = await startServer((request, response) => {
      encodings.push(request.headers['accept-encoding']);
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(zlib.brotliCompressSync(history));
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const answer = await reader.readHistory(portalAt(server.url), 'own');
    expect(answer.kind).toBe('failed');
    expect(decoder).not.toHaveBeenCalled();
    expect(new Set(encodings)).toEqual(new Set(['gzip']));
  },
);
