import type { Poster, PostOutcome } from '../../src/digest/poster.ts';
import type { Message } from '../../src/messages/kit/message.ts';

/** A message that was sent to Slack, regardless of the outcome. */
export interface Post {
  /** The time of day, in UTC. */
  readonly at: string;
  readonly channel: string;
  readonly message: Message;
}

/** A second implementation of the port: records what it is asked to post. */
export interface RecordingPoster extends Poster {
  readonly posts: readonly Post[];
  /** The messages in its channel: posted, or accepted without a confirmation. */
  readonly arrived: readonly Post[];
  /** The outcomes of the next posts; an empty list means posted. An error is thrown, which no real one does. */
  readonly outcomes: (PostOutcome | Error)[];
  /** Holds back every outcome until the function it returns is called. */
  hold(): () => void;
}

export function createRecordingPoster(clock: () => Date): RecordingPoster {
  const posts: Post[] = [];
  const arrived: Post[] = [];
  const outcomes: (PostOutcome | Error)[] = [];
  let held = Promise.resolve();
  return {
    posts,
    arrived,
    outcomes,
    async post(channel, message) {
      const post = { at: clock().toISOString().slice(11, 19), channel, message };
      posts.push(post);
      await held;
      const outcome = outcomes.shift() ?? { kind: 'posted', channel, ts: '1795510800.000100' };
      if (outcome instanceof Error) throw outcome;
      if (outcome.kind === 'posted' || outcome.kind === 'uncertain') arrived.push(post);
      return outcome;
    },
    hold() {
      const { promise, resolve } = withResolvers();
      held = promise;
      return resolve;
    },
  };
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, resolve: release };
}
