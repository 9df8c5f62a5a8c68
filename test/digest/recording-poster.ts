import { heldUp, type Poster, type PostOutcome, type Sighting } from '../../src/digest/poster.ts';
import type { Message } from '../../src/messages/kit/message.ts';

/** A message that was sent to Slack, regardless of the outcome. */
export interface Post {
  /** The time of day, in UTC. */
  readonly at: string;
  readonly channel: string;
  readonly message: Message;
  readonly key: string;
}

/** A second implementation of the port: records what it is asked to post. */
export interface RecordingPoster extends Poster {
  readonly posts: readonly Post[];
  /** The messages in its channel: posted, or accepted without a confirmation. */
  readonly arrived: readonly Post[];
  /** The outcomes of the next posts; an empty list means posted. An error is thrown, which no real one does. */
  readonly outcomes: (PostOutcome | Error | 'never-answered')[];
  /** How many posts were never answered. */
  hanging: number;
  /** How every look into a channel ends; `undefined`: it shows what is there. */
  sight: Sighting | undefined;
  /** Holds back every outcome until the function it returns is called. */
  hold(): () => void;
}

export function createRecordingPoster(clock: () => Date): RecordingPoster {
  const posts: Post[] = [];
  const arrived: Post[] = [];
  const outcomes: RecordingPoster['outcomes'] = [];
  let held = Promise.resolve();
  const poster: RecordingPoster = {
    posts,
    arrived,
    outcomes,
    ...{ hanging: 0, sight: undefined },
    async post(channel, message, key, isInTime = () => true) {
      if (!isInTime()) return heldUp;
      const post = { at: clock().toISOString().slice(11, 19), channel, message, key };
      posts.push(post);
      await held;
      const ts = `1795510800.${String(posts.length).padStart(6, '0')}`;
      const outcome = outcomes.shift() ?? { kind: 'posted', channel, ts };
      if (outcome instanceof Error) throw outcome;
      if (outcome === 'never-answered' || outcome.kind === 'posted' || outcome.kind === 'uncertain')
        arrived.push(post);
      if (outcome !== 'never-answered') return outcome;
      poster.hanging += 1;
      return new Promise(() => undefined);
    },
    async find(channel, key) {
      if (poster.sight !== undefined) return poster.sight;
      const found = arrived.find((post) => post.channel === channel && post.key === key);
      return found === undefined ? { kind: 'absent' } : { kind: 'found', ts: '1795510800.000001' };
    },
    hold() {
      const { promise, resolve } = withResolvers();
      held = promise;
      return resolve;
    },
  };
  return poster;
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, resolve: release };
}
