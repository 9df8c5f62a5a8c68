import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { createPortalReader } from './product.ts';
import { inMs, report, reportRatios } from './report.ts';

const portals = 1_000;
const atOnce = 20;
const latencyMs = 100;

/** A thousand portals that take 100 ms each, against the time that asking twenty at once takes by itself. */
export async function measurePortals(): Promise<void> {
  await using portal = await startPortal();
  portal.setLatency(latencyMs);
  portal.state.requestsPerMinute = 1_000_000;
  const reader = createPortalReader(portal.apiKey, 20_000);
  const startedAt = performance.now();
  const read = await reader.read(Array.from({ length: portals }, () => portal.url));
  const tookMs = performance.now() - startedAt;
  await reader.close();
  if (read !== portals) throw new Error('a portal failed');
  const idealMs = Math.ceil(portals / atOnce) * latencyMs;
  const what = '1,000 portals at 100 ms / ideal for 20 at once';
  report({ what, value: tookMs / idealMs, aim: 1.2, detail: `${inMs(tookMs)} / ${inMs(idealMs)}` });
}

const hungPortals = 60;
const hungTimeoutMs = 6_000;
const rounds = 60;

/** How long one portal that works takes while the bot waits for sixty that never answer, and when it is alone. */
export async function measureHungPortals(): Promise<void> {
  await using healthy = await startPortal();
  await using hung = await startPortal({ apiKey: healthy.apiKey });
  healthy.setLatency(latencyMs / 4);
  healthy.state.requestsPerMinute = 1_000_000;
  hung.misbehave({ kind: 'stall' });
  const reader = createPortalReader(healthy.apiKey, hungTimeoutMs);
  const bare = await timeReads(() => reader.read([healthy.url]));
  let isWaiting = true;
  const waiting = reader.read(Array.from({ length: hungPortals }, () => hung.url)).finally(() => {
    isWaiting = false;
  });
  const real = await timeReads(
    () => reader.read([healthy.url]),
    () => isWaiting,
  );
  await reader.close();
  if ((await waiting) !== 0) throw new Error('a hung portal answered');
  reportRatios('one healthy portal beside 60 hung ones / alone', { real, bare }, { p50: 1.2 });
}

/** Only reads that begin while `mayStart` count. */
async function timeReads(read: () => Promise<number>, mayStart = () => true): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < rounds && mayStart()) {
    const startedAt = performance.now();
    if ((await read()) !== 1) throw new Error('the healthy portal failed');
    taken.push(performance.now() - startedAt);
  }
  return taken;
}
