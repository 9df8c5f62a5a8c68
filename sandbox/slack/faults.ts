import type { JsonObject } from './json.ts';

/** A failure that replaces the proper answer, or follows it for `accept-then-…`. */
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
  /** The connection is dropped before the call is handled. */
  | { readonly kind: 'drop' }
  /** The call is handled, then the connection is dropped. A client that retries does it twice. */
  | { readonly kind: 'accept-then-drop' }
  /** The call is handled, then a gateway answers with this status. */
  | { readonly kind: 'accept-then-status'; readonly status: number };

interface Planned {
  readonly fault: Fault;
  left: number;
}

/** Failures planned for coming requests, in the order they were added. */
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
