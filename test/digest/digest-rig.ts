import type { Portal } from '../../src/backups/portal.ts';
import type { HistoryAnswer } from '../../src/backups/reading.ts';
import { createDigest, type Digest } from '../../src/digest/create-digest.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';
import { createReadings } from '../../src/readings/create-readings.ts';
import { createLogBook, type LogEntry } from './log-book.ts';
import { createRecordingPoster, type Post } from './recording-poster.ts';

const hourMs = 3_600_000;

export const acme: Portal = {
  name: 'acme',
  url: 'https://acme.onlyoffice.com',
  group: undefined,
  dumps: false,
  policy: { expiringWithinMs: 48 * hourMs, staleAfterMs: 168 * hourMs },
};

export interface DigestRig {
  readonly digest: Digest;
  /** What was sent to Slack, regardless of the outcome. */
  readonly posts: readonly Post[];
  /** The outcomes of the next posts; an empty list means posted. */
  readonly outcomes: (PostOutcome | Error)[];
  /** The lists that portals were asked for, such as `acme own`. */
  readonly asked: string[];
  readonly log: LogEntry[];
  /** What every portal answers from now on. */
  answer: HistoryAnswer;
  /** Holds back every answer of Slack until the function it returns is called. */
  hold(): () => void;
}

/** A digest over portals and a Slack in memory, at the hours of `cron`. Needs fake timers. */
export function createDigestRig(
  settings: { readonly cron?: string; readonly portals?: readonly Portal[] } = {},
): DigestRig {
  const { cron = '0 9 * * *', portals = [acme] } = settings;
  const { log, entries } = createLogBook();
  const clock = () => new Date();
  const poster = createRecordingPoster(clock);
  const asked: string[] = [];

  const readings = createReadings({
    reader: {
      async readHistory(portal, part) {
        asked.push(`${portal.name} ${part}`);
        return rig.answer;
      },
    },
    clock,
    log,
  });
  const rig: DigestRig = {
    digest: createDigest({
      settings: { channel: 'C0BACKUPS', cron, timeZone: 'UTC' },
      portals,
      readings,
      poster,
      clock,
      log,
    }),
    posts: poster.posts,
    outcomes: poster.outcomes,
    asked,
    log: entries,
    answer: { kind: 'read', backups: [] },
    hold: poster.hold,
  };
  return rig;
}
