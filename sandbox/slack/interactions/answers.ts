import type { ResponseUrl } from '../response-urls.ts';
import type { StoredMessage } from '../stored-message.ts';

/** The answers to one command or click. */
export interface Answers {
  readonly responseUrl: string;
  /** The messages sent through the response_url so far, each as it was at that time. */
  answers(): readonly StoredMessage[];
  /** The next answer that was not yet returned. Rejects when none comes within `timeoutMs` (5 s). */
  nextAnswer(timeoutMs?: number): Promise<StoredMessage>;
}

export function createAnswers(responseUrl: ResponseUrl): Answers {
  let taken = 0;
  const take = (): StoredMessage | undefined => {
    const answer = responseUrl.answers[taken];
    if (answer !== undefined) taken += 1;
    return answer;
  };
  return {
    responseUrl: responseUrl.url,
    answers: () => [...responseUrl.answers],
    nextAnswer: (timeoutMs = 5000) =>
      waitFor(
        take,
        (wake) => subscribe(responseUrl.listeners, wake),
        timeoutMs,
        'answer through the response_url',
      ),
  };
}

function subscribe(listeners: Set<() => void>, wake: () => void): () => void {
  listeners.add(wake);
  return () => listeners.delete(wake);
}

/** Resolves with the first value that `look` finds, now or after a wake-up. Rejects after `timeoutMs`. */
export function waitFor<T>(
  look: () => T | undefined,
  listen: (wake: () => void) => () => void,
  timeoutMs: number,
  what: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`No ${what} within ${timeoutMs} ms`))),
      timeoutMs,
    );
    const check = (): void => {
      const found = look();
      if (found !== undefined) finish(() => resolve(found));
    };
    const stop = listen(check);
    check();
  });
}
