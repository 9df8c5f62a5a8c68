import { onTestFinished, vi } from 'vitest';

/** Until the test ends every `AbortSignal.timeout` fires after 30 ms. Holds what was asked for, in milliseconds. */
export function watchTimeouts(): readonly number[] {
  const asked: number[] = [];
  const { timeout } = AbortSignal;
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    asked.push(ms);
    return timeout.call(AbortSignal, 30);
  });
  onTestFinished(() => spy.mockRestore());
  return asked;
}
