import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../ops/log.ts';
import type { Line } from './open-line.ts';
import { createRetries } from './retries.ts';
import { untilAccepted } from './until-accepted.ts';

/** A Socket Mode connection that is replaced whenever it ends. */
export interface Connection {
  /**
   * Resolves once connected; rejects with `TokenRefusedError` when Slack refuses the app token permanently, and when
   * the connection is stopped first.
   */
  start(): Promise<void>;
  /** Sends a frame over any open connection; false when there is none. */
  send(frame: object): boolean;
  /** Closes every connection. Resolves when they are closed, within a second. */
  stop(): Promise<void>;
}

export interface KeepConnectedOptions {
  /** Opens one more connection. Must give up when the signal aborts. */
  readonly openLine: (signal: AbortSignal) => Promise<Line>;
  readonly log: Log;
  readonly firstPauseMs: number;
  /** A connection that ends sooner does not count as stable. */
  readonly lastingMs: number;
  /** How long a replaced connection stays open to receive the rest. */
  readonly lingerMs: number;
  /** Called with the error when Slack refuses the token permanently. */
  readonly onLost: (error: unknown) => void;
}

/** Slack keeps counting a connection for a while when it ended without a closing handshake. */
const countedForMs = 60_000;

/**
 * Keeps one connection to Slack. Slack refreshes each one every few hours: it announces the end, and the new connection
 * is opened before the old one is closed, so that a command on either is acknowledged. An app may have ten.
 */
export function keepConnected(options: KeepConnectedOptions): Connection {
  const { log, lastingMs, lingerMs, firstPauseMs } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const retries = createRetries({ log, firstPauseMs, signal });
  const warnAboutOthers = createOthersWarning(log);
  const lines = new Set<Line>();
  let isUnstable = false;
  let keeping: Promise<void> = Promise.resolve();
  let retiring: Promise<void> = Promise.resolve();

  async function connect(): Promise<Line> {
    const call = { setting: 'SLACK_APP_TOKEN' as const, retries, signal };
    const line = await untilAccepted(() => options.openLine(signal), call);
    lines.add(line);
    void line.gone.then(() => lines.delete(line));
    warnAboutOthers(line, lines.size);
    return line;
  }

  async function keep(first: Line): Promise<void> {
    try {
      for (let line = first; ; ) line = await replace(line);
    } catch (error) {
      if (!signal.aborted) options.onLost(error);
    }
  }

  /** Resolves with the line that replaces this one, after its end was announced or happened. */
  async function replace(line: Line): Promise<Line> {
    const hasLasted = await outlast(line);
    const { cause, isRefresh, isGone } = await line.ending;
    signal.throwIfAborted();
    if (!hasLasted) {
      isUnstable = true;
      await retries.pause(`Slack ended a new connection soon after its greeting (${cause})`);
    } else if (!isRefresh) log.warn(`The connection to Slack ended (${cause}); connecting again`);
    // So that there are never more than two connections, however fast Slack refreshes.
    if (!isGone) await retiring;
    const next = await connect();
    retiring = retire(line);
    if (hasLasted) log.info(isRefresh ? `Moved to a new connection to Slack (${cause})` : connectedAgain);
    return next;
  }

  /** Resolves when the line ends, with whether it lasted long enough to count as stable. */
  async function outlast(line: Line): Promise<boolean> {
    let hasLasted = false;
    const timer = setTimeout(() => {
      hasLasted = true;
      retries.reset();
      if (isUnstable) log.info(connectedAgain);
      isUnstable = false;
    }, lastingMs);
    await line.ending;
    clearTimeout(timer);
    return hasLasted;
  }

  /** Commands may still arrive over a connection whose end Slack has announced. */
  async function retire(line: Line): Promise<void> {
    const over = new AbortController();
    void line.gone.then(() => over.abort());
    await wait(lingerMs, undefined, { signal: over.signal }).catch(() => undefined);
    await line.close();
  }

  return {
    async start() {
      const first = connect();
      keeping = first.then(keep, () => undefined);
      await first;
    },
    send: (frame) => [...lines].some((line) => line.send(frame)),
    async stop() {
      stopping.abort();
      await Promise.all([...lines].map((line) => line.close()));
      await keeping;
      // Those that were greeted at the moment of the stop.
      await Promise.all([...lines].map((line) => line.close()));
    },
  };
}

const connectedAgain = 'Connected to Slack again';

/** Slack sends each command over one of the app's connections, so a second process silently takes some of them. */
function createOthersWarning(log: Log): (line: Line, own: number) => void {
  let endings: number[] = [];
  let isLogged = false;
  return (line, own) => {
    void line.gone.then(() => endings.push(performance.now()));
    endings = endings.filter((endedAt) => performance.now() - endedAt < countedForMs);
    const isAlone = line.connections <= own + endings.length;
    if (!isAlone && !isLogged) {
      log.warn('Another process is connected with the same app token and takes some of the commands', {
        connections: line.connections,
        own,
      });
    }
    isLogged = !isAlone;
  };
}
