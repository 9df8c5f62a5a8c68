import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { createDispatcher } from '../src/docspace/create-dispatcher.ts';
import { createHistoryReader } from '../src/docspace/create-history-reader.ts';
import type { Log } from '../src/ops/log.ts';
import { Secret } from '../src/ops/secret.ts';
import { createReadings } from '../src/readings/create-readings.ts';
import { inMs, report } from './median.ts';

const portals = 1_000;
const concurrency = 20;
const latencyMs = 100;

/** A thousand portals that take 100 ms each, against the time that the limit on concurrency costs by itself. */
export async function measurePortals(): Promise<void> {
  await using portal = await startPortal();
  portal.setLatency(latencyMs);
  portal.state.requestsPerMinute = 1_000_000;
  const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 5_000 });
  const clock = () => new Date();
  const reader = createHistoryReader({
    ...{ credentials: () => new Secret(portal.apiKey), dispatcher, timeoutMs: 20_000, clock, log: silent },
  });
  const readings = createReadings({ reader, clock, log: silent, concurrency });
  const policy = { expiringWithinMs: 1, staleAfterMs: 1 };
  const named = Array.from({ length: portals }, (_, index) => ({
    ...{ name: `p${index}`, url: portal.url, dumps: false, policy },
  }));
  const startedAt = performance.now();
  const found = await readings.read(named, { scope: () => 'own', fresh: true });
  const tookMs = performance.now() - startedAt;
  await dispatcher.close();
  if (found.some(({ histories }) => histories[0]?.answer.kind !== 'read')) throw new Error('a portal failed');
  const idealMs = Math.ceil(portals / concurrency) * latencyMs;
  report(
    '1,000 portals at 100 ms / ideal for 20 at once',
    tookMs / idealMs,
    1.2,
    `${inMs(tookMs)} / ${inMs(idealMs)}`,
  );
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
