/**
 * Why a portal's history could not be read, by who failed. Data only: no body, no header, no address query.
 * `retryAt` is the portal's own word on when to ask again.
 */
export type ReadFailure =
  | {
      readonly kind: 'unreachable';
      readonly reason: 'dns' | 'refused' | 'certificate' | 'not-https' | 'dropped' | 'proxy' | 'network';
    }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** 401: the key is wrong, expired or was deleted. */
  | { readonly kind: 'key-refused' }
  /** 402: the portal's plan does not cover backups. */
  | { readonly kind: 'not-in-plan' }
  /** 403: the key's owner is not an administrator, or may not see whole-server dumps. */
  | { readonly kind: 'forbidden' }
  /** 404: no portal, or no backup API, at this address. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'rate-limited'; readonly retryAt: Date | undefined }
  | { readonly kind: 'server-error'; readonly status: number; readonly retryAt: Date | undefined }
  /** `to` is the host the portal sent us to, or `undefined` when it did not say. */
  | { readonly kind: 'redirected'; readonly to: string | undefined }
  | { readonly kind: 'unexpected-status'; readonly status: number }
  /** A page instead of data: a proxy, a login page, a parked domain. */
  | { readonly kind: 'not-json' }
  /** JSON that stops in the middle or is not JSON at all. */
  | { readonly kind: 'broken-json' }
  /** JSON of another shape; `at` names the first member that differs, for example `response`. */
  | { readonly kind: 'wrong-shape'; readonly at: string }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  /** Our own mistake; the log has the cause. */
  | { readonly kind: 'bug' };
