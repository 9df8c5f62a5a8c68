import type { JsonObject } from './json.ts';

/** A failure to play instead of (or, for `accept-then-drop`, right after) the proper answer. */
export type Fault =
  | { readonly kind: 'error'; readonly error: string; readonly extra?: JsonObject }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'rate-limited'; readonly retryAfterS: number }
  /** The request is read and never answered. */
  | { readonly kind: 'stall' }
  /** The connection is cut, nothing was done. */
  | { readonly kind: 'drop' }
  /** Everything was done, then the connection is cut: a client that repeats the call does it twice. */
  | { readonly kind: 'accept-then-drop' };

interface Planned {
  readonly fault: Fault;
  left: number;
}

/** Failures waiting for their request, in the order they were asked for. */
export class FaultPlan {
  readonly #planned = new Map<string, Planned[]>();

  add(key: string, fault: Fault, times: number): void {
    this.#planned.set(key, [...(this.#planned.get(key) ?? []), { fault, left: times }]);
  }

  take(key: string): Fault | undefined {
    const next = this.#planned.get(key)?.find((planned) => planned.left > 0);
    if (next === undefined) return undefined;
    next.left -= 1;
    return next.fault;
  }

  clear(): void {
    this.#planned.clear();
  }
}
