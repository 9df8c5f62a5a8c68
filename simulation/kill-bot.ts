import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { backupRecord } from '../sandbox/docspace/records.ts';
import { startSlack } from '../sandbox/slack/slack-server.ts';
import { defaultWorkspace } from '../sandbox/slack/workspace.ts';
import { judge, type Tally } from './judge.ts';
import { KilledBot, MovedClock } from './killed-bot.ts';
import { createRandom } from './random.ts';
import { startSlowLine } from './slow-line.ts';

const channel = 'C0SBBACKUPS';

export interface KillOptions {
  readonly kills: number;
  /** Whether the bot has the scope with which it can look into the channel. */
  readonly mayLook: boolean;
  readonly seed: number;
  readonly onLine: (line: string) => void;
}

export interface KillOutcome {
  readonly tally: Tally;
  /** How often a message was on its way to Slack, or Slack's answer on its way back. */
  readonly whilePosting: number;
}

/** Kills the real bot at random moments: mostly while it delivers a digest, sometimes while it starts and clears up. */
export async function killBot({ kills, mayLook, seed, onLine }: KillOptions): Promise<KillOutcome> {
  const random = createRandom(seed);
  const clock = new MovedClock();
  await using slack = await startSlack({ clock: clock.now, workspace: { scopes: scopesWith(mayLook) } });
  await using portal = await startPortal({ clock: clock.now });
  portal.setLatency(100);
  portal.state.ownBackups.push(
    backupRecord({ alias: 'acme', storage: 'ThirdPartyConsumer', createdAt: new Date() }),
  );
  const line = await startSlowLine(slack.url, random);
  const apiUrl = `${line.url}/api/`;
  const bot = await KilledBot.prepare({ clock, slack, apiUrl, portal, channel, onLine });
  let whilePosting = 0;
  const onKill = () => {
    if (line.postsUnderWay > 0) whilePosting += 1;
  };
  const { startingMs, deliveringMs } = await bot.live();
  for (let kill = 0; kill < kills; kill += 1) {
    const when = random.onceIn(4) ? 'starting' : 'delivering';
    const usualMs = when === 'starting' ? startingMs : deliveringMs;
    await bot.live({ when, afterMs: random.next() * usualMs, onKill });
  }
  await bot.live();
  await line.close();
  await bot.remove();
  const due = bot.mornings.map((at) => ({ subscriptionId: `settings-${slack.teamId}`, at, until: at }));
  const messages = slack.store.messages({ channelId: channel });
  return { tally: judge(due, { messages, entries: [], troubles: [] }), whilePosting };
}

function scopesWith(mayLook: boolean): string[] {
  return defaultWorkspace.scopes.filter((scope) => mayLook || !scope.endsWith(':history'));
}
