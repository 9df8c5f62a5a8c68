/** A moment after which nobody waits any longer. */
export interface Deadline {
  /** Resolves when the time is up; never rejects. Who waits for it has moved on when `signal` aborts. */
  readonly passed: Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds until then, by the monotonic clock. */
  leftMs(): number;
  /** Must be called when the work is done, or the timer keeps the process alive. */
  clear(): void;
}

/**
 * Starts the time of one piece of work. Wait for the work and for `passed` at once: undici does not listen to
 * a signal while it connects (7.30), so the signal alone would let a silent host outstay the deadline.
 */
export function startDeadline(timeoutMs: number): Deadline {
  const endMs = performance.now() + timeoutMs;
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      resolve();
      setImmediate(() => controller.abort());
    }, timeoutMs);
  });
  return {
    passed,
    signal: controller.signal,
    leftMs: () => endMs - performance.now(),
    clear: () => clearTimeout(timer),
  };
}
