import type { Delivery } from './ledger.ts';
import type { Poster, Sighting } from './poster.ts';

/** As often as a digest is sent again although the bot may not look whether it is there. */
const mostRepeats = 4;
/** The first wait before an unclear digest is looked for; it doubles with every repetition. */
const lookAfterMs = 60_000;
const longestLookMs = 15 * 60_000;
/** Slack's clock and ours may differ, and nothing tells by how much. */
const lookBackMs = 3_600_000;

/** Looks for a delivery that may have been posted, where it was sent to. */
export async function lookUp(poster: Poster, { id, sendingAt, sentTo }: Delivery): Promise<Sighting> {
  if (sendingAt === undefined || sentTo === undefined) return { kind: 'no-access', code: 'unknown_place' };
  return poster.find(sentTo, id, new Date(sendingAt.getTime() - lookBackMs));
}

/** What becomes of a digest that may have been posted, after a look into its channel. */
export type DoubtVerdict =
  | { readonly kind: 'posted'; readonly ts: string }
  /** It is surely not there. */
  | { readonly kind: 'not-there' }
  /** Nothing is known, so it is sent again, and says so. */
  | { readonly kind: 'repeat' }
  /** Nothing is known, and it is not sent again. */
  | { readonly kind: 'perhaps' }
  /** Slack did not answer: look again. */
  | { readonly kind: 'look-again'; readonly waitMs: number };

/** `isWanted`: false when it would not be sent now, were it surely not there. */
export function assessDoubt(
  sighting: Sighting,
  about: {
    readonly delivery: Delivery;
    readonly isWanted: boolean;
    readonly whenUnsure: 'repeat' | 'give-up';
  },
): DoubtVerdict {
  const { delivery, isWanted, whenUnsure } = about;
  switch (sighting.kind) {
    case 'found':
      return { kind: 'posted', ts: sighting.ts };
    case 'absent':
      return { kind: 'not-there' };
    case 'unanswered':
      if (!isWanted) return { kind: 'perhaps' };
      return { kind: 'look-again', waitMs: Math.max(lookAfterMs, sighting.retryAfterMs ?? 0) };
    case 'no-access': {
      const mayRepeat =
        isWanted && whenUnsure === 'repeat' && delivery.repeats < mostRepeats && !wasTold(delivery);
      return { kind: mayRepeat ? 'repeat' : 'perhaps' };
    }
  }
}

/** How long after an unclear attempt the channel is looked into: by then Slack has shown what it took. */
export function lookDelayMs({ repeats }: Delivery): number {
  return Math.min(lookAfterMs * 2 ** repeats, longestLookMs);
}

/** Whoever asked for a `digest now` was told to look. A crash before that has left no code. */
function wasTold({ kind, code }: Delivery): boolean {
  return kind === 'by-hand' && code !== undefined;
}
