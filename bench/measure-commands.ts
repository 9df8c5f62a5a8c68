import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { backupSeries } from '../sandbox/docspace/records.ts';
import { type RunningBot, startBot } from './bot-process.ts';
import { inMs, medianOf, report } from './median.ts';

const rounds = 200;
const warmUps = 20;
const names = Array.from({ length: rounds + warmUps }, (_, index) => `p${index}x`);

/** `/backups` for a portal with 100 backups, typed to answered, in turns with a bare listener. */
export async function measureCommands(): Promise<void> {
  await using portal = await startPortal();
  portal.state.requestsPerMinute = 1_000_000;
  portal.state.ownBackups = backupSeries({
    ...{ count: 100, newestAt: new Date(), everyDays: 1, storage: 'CustomCloud', alias: 'acme' },
  });
  const bare = await startBot('bare', portal, names);
  const real = await startBot('real', portal, names);
  const times = { bare: [] as number[], real: [] as number[] };
  for (const [index, name] of names.entries()) {
    const bareMs = await timeCommand(bare, name);
    const realMs = await timeCommand(real, name);
    if (index < warmUps) continue;
    times.bare.push(bareMs);
    times.real.push(realMs);
  }
  await Promise.all([bare.stop(), real.stop()]);
  const [bareMs, realMs] = [medianOf(times.bare), medianOf(times.real)];
  report(
    '/backups end to end, 100 backups / bare listener',
    realMs / bareMs,
    1.3,
    `${inMs(realMs)} / ${inMs(bareMs)}`,
  );
}

async function timeCommand({ slack }: RunningBot, text: string): Promise<number> {
  const startedAt = performance.now();
  const typed = await slack.command({ text });
  await typed.nextAnswer();
  return performance.now() - startedAt;
}
