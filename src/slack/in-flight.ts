/** Counts the work that listeners have under way, so that stopping can wait for it. */
export interface InFlight {
  /** Runs the work and counts it until it settles. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way; never rejects. */
  drained(): Promise<void>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
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
    async drained() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
