import { expect, it, onTestFinished } from 'vitest';
import type { SandboxPortal } from '../../sandbox/docspace/portal-server.ts';
import { createDispatcher, type ProxyOptions } from '../../src/docspace/create-dispatcher.ts';
import { createTestReader, portalAt, startTestPortal } from './history-setup.ts';

async function readFrom(portal: SandboxPortal, proxy: ProxyOptions) {
  const dispatcher = createDispatcher({ proxy, connectTimeoutMs: 5_000 });
  onTestFinished(() => dispatcher.destroy());
  const { reader, log } = createTestReader({ apiKey: portal.apiKey, dispatcher });
  return { answer: await reader.readHistory(portalAt(portal.url), 'own'), log };
}

it.each(['directly', 'through a proxy'])('headers of 22 KB are read, %s', async (way) => {
  const portal = await startTestPortal();
  portal.misbehave({ kind: 'long-headers', bytes: 22 * 1024 });
  // A proxy gets the whole address; the portal can play one because it looks at the path alone.
  const proxy = way === 'directly' ? {} : { http: portal.url };
  expect((await readFrom(portal, proxy)).answer).toEqual({ kind: 'read', backups: [] });
});

it('headers beyond 64 KB are reported as such, after one try', async () => {
  const portal = await startTestPortal();
  portal.misbehave({ kind: 'long-headers', bytes: 66 * 1024 });
  const { answer, log } = await readFrom(portal, {});
  expect(answer).toEqual({
    kind: 'failed',
    failure: { kind: 'too-large', what: 'headers', limitBytes: 65_536 },
  });
  expect(log.lines).toMatchObject([{ fields: { tries: 1, code: 'UND_ERR_HEADERS_OVERFLOW' } }]);
  expect(portal.requests).toHaveLength(1);
});
