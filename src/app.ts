import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@slack/bolt';
import { createAnswering } from './answering/create-answering.ts';
import { createDigestForms } from './answering/create-digest-forms.ts';
import { knownNames } from './commands/known-names.ts';
import type { Config } from './config/config.ts';
import { createDigestSetup } from './digest/create-digest-setup.ts';
import { createDigests } from './digest/create-digests.ts';
import { followSettings } from './digest/follow-settings.ts';
import { createTicks, type Ticks } from './digest/ticks.ts';
import { createWriteDigest } from './digest/write-digest.ts';
import { createDispatcher } from './docspace/create-dispatcher.ts';
import { createHistoryReader } from './docspace/create-history-reader.ts';
import type { Log } from './ops/log.ts';
import { createReadings } from './readings/create-readings.ts';
import { createRemembering } from './readings/create-remembering.ts';
import { createChannelGuard } from './slack/channel-guard.ts';
import { createFiles } from './slack/create-files.ts';
import { createPoster } from './slack/create-poster.ts';
import { createSlack } from './slack/create-slack.ts';
import { createSlackFetch } from './slack/create-slack-fetch.ts';
import { createZones } from './slack/create-zones.ts';
import { createSubscribedChannels } from './slack/subscribed-channels.ts';
import { createActs } from './store/acts.ts';
import { createLedger } from './store/deliveries.ts';
import { createNotices } from './store/notices.ts';
import type { Store } from './store/open-store.ts';
import { createPortalMemory } from './store/portal-memory.ts';
import { type Retention, startRetention } from './store/retention.ts';
import { createSnoozes } from './store/snoozes.ts';
import { createSubscriptions } from './store/subscriptions.ts';

export interface Bot {
  /** Resolves when commands are answered and the digest is scheduled. Waits for Slack as long as necessary. */
  start(): Promise<void>;
  /** Finishes the answers in progress, within 24 s at most, and closes every connection. */
  stop(): Promise<void>;
}

export interface BotSeams {
  /** Open; the bot closes it when it stops. */
  readonly store: Store;
  readonly log: Log;
  readonly slackLog: Logger;
  /** Called when Slack refuses the bot permanently: the process should end. */
  readonly onLost: (error: unknown) => void;
  readonly clock?: () => Date;
  /** When the bot looks whether a digest is due. */
  readonly ticks?: Ticks;
  /** Waits, for example between two posts in one channel. */
  readonly pause?: (ms: number) => Promise<void>;
  readonly loadingAfterMs?: number;
  readonly retryPauseMs?: number;
  readonly longestStopMs?: number;
}

const connectTimeoutMs = 10_000;
/** The time a command may take beyond the portals' deadline, for rendering and sending. */
const graceMs = 2_000;
const defaults = {
  loadingAfterMs: 1_500,
  retryPauseMs: 500,
  /** Supervisors usually kill after 30 s, and users who wait for an answer must be told before that. */
  longestStopMs: 24_000,
};

/** Assembles the bot. Nothing is connected before `start`. */
export function createBot(config: Config, seams: BotSeams): Bot {
  const { store, log, slackLog, onLost, clock = () => new Date() } = seams;
  const { ticks = createTicks(log), pause = wait } = seams;
  const { loadingAfterMs, retryPauseMs, longestStopMs } = { ...defaults, ...seams };
  const portals = config.portals.map(({ portal }) => portal);
  const proxy = {
    http: config.docspace.proxy.http?.reveal(),
    https: config.docspace.proxy.https?.reveal(),
    isDirect: config.docspace.proxy.isDirect,
  };
  const dispatcher = createDispatcher({ proxy, connectTimeoutMs });
  // A post over a reused connection that turns out to be dead may or may not have arrived, so it could not be repeated.
  const slackDispatcher = createDispatcher({ proxy, connectTimeoutMs, freshConnections: true });
  const fetch = createSlackFetch(slackDispatcher);

  const keys = new Map(config.portals.map(({ portal, apiKey }) => [portal.name, apiKey]));
  const reader = createHistoryReader({
    credentials: (name) => keys.get(name) ?? failOnUnknownPortal(name),
    dispatcher,
    timeoutMs: config.docspace.timeoutMs,
    clock,
    log,
  });
  let teamId: string | undefined;
  const context = { database: store.database, teamId: () => teamId ?? failBeforeSlack() };
  const readings = createRemembering({
    readings: createReadings({ reader, clock, log }),
    memory: createPortalMemory(context),
    ...{ portals, clock, log },
  });
  const { botToken: token, apiUrl } = config.slack;
  let command = '/backups';
  const commandName = () => command;
  const { channels: allowed } = config.access;
  const assessChannel = createChannelGuard({ token, apiUrl, fetch, allowed, log, slackLog });
  const poster = createPoster({ token, apiUrl, fetch, assessChannel, log, slackLog, onLost });
  const { seed } = config.digest;
  const subscriptions = createSubscriptions(context);
  const zones = createZones({ token, apiUrl, fetch, log, slackLog });
  const { access } = config;
  const setup = createDigestSetup({
    ...{ subscriptions, poster, zones, access, timeZone: config.digest.timeZone, clock, log },
  });
  const snoozes = createSnoozes(context);
  const digests = createDigests({
    ...{ ledger: createLedger(context), isShared: store.isShared, subscriptions, poster },
    write: createWriteDigest({
      ...{ portals, readings, notices: createNotices(context), snoozes, clock, log },
    }),
    ...{ ...config.digest, admins: access.admins, clock, ticks, pause, log },
  });
  const answering = createAnswering({
    ...{ portals, readings, digests, setup, subscriptions, clock, log, loadingAfterMs, commandName },
    ...{ snoozes, files: createFiles({ token, apiUrl, fetch, log, slackLog }) },
  });
  const slack = createSlack({
    ...config.slack,
    ...{ access, assessChannel, answering, acts: createActs(context, clock) },
    forms: createDigestForms({ setup, commandName, log }),
    subscribedChannels: createSubscribedChannels({ subscriptions, clock, log }),
    known: knownNames(portals),
    ...{ fetch, dispatcher: slackDispatcher, log, slackLog, retryPauseMs, onLost },
    async onTeam(id) {
      teamId = id;
      await followSettings({ subscriptions, seed, clock, log });
    },
    onCommand: (name) => {
      command = name;
    },
  });

  let retention: Retention | undefined;
  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    const deadlineMs = Math.min(config.docspace.timeoutMs + graceMs, longestStopMs);
    const done = Promise.all([slack.stop(), digests.stop(), retention?.stop()]).then(readings.settle);
    const dispatchers = [dispatcher, slackDispatcher];
    if (await settlesWithin(done, deadlineMs)) {
      await Promise.all([...dispatchers.map((each) => each.close()), store.close()]);
      return;
    }
    log.error(
      'Stopping with unfinished work: waiting users are notified, a digest in progress is taken up after the start',
      {
        deadlineMs,
      },
    );
    await answering.abandon();
    await Promise.all([...dispatchers.map((each) => each.destroy()), store.close()]);
  }

  return {
    async start() {
      await slack.start();
      digests.start();
      retention = startRetention(context, { clock, log });
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, false);
    work.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
}

function failOnUnknownPortal(name: string): never {
  throw new Error(`no key for a portal called ${name}`);
}

function failBeforeSlack(): never {
  throw new Error('the database was asked before Slack told the workspace');
}
