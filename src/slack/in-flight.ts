/** Counts the work in progress of the listeners, so that stopping can wait for it and none is done twice. */
export interface InFlight {
  /** Runs the work and counts it until it settles. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Runs the work unless the same, by its key, is in progress or was done within the last 10 s; work that resolves with
   * false may be repeated at once. Resolves with whether it ran.
   */
  once(key: string, work: () => Promise<boolean>): Promise<boolean>;
  /** Resolves when nothing is in progress; never rejects. */
  drained(): Promise<void>;
}

/** Far longer than a double click takes. */
const repeatAfterMs = 10_000;

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  const claimed = new Set<string>();
  return {
    async track(work) {
      const promise = work();
      running.add(promise);
      try {
        return await promise;
      } finally {
        running.delete(promise);
      }
    },
    async once(key, work) {
      if (claimed.has(key)) return false;
      claimed.add(key);
      let isDone = false;
      try {
        isDone = await work();
      } finally {
        if (isDone) setTimeout(() => claimed.delete(key), repeatAfterMs).unref();
        else claimed.delete(key);
      }
      return true;
    },
    async drained() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
