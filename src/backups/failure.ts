/** Why a portal could not be read, grouped by what failed. Data only: no body, no header, no address query. */
export type ReadFailure =
  | {
      readonly kind: 'unreachable';
      readonly reason: 'dns' | 'refused' | 'not-https' | 'tls' | 'dropped' | 'proxy' | 'network';
    }
  | { readonly kind: 'bad-certificate'; readonly fault: CertificateFault }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** The key is wrong, expired or deleted, or belongs to another portal. */
  | { readonly kind: 'key-refused' }
  /** The key is good, but lacks `*:read`, or its owner is neither the portal's owner nor a DocSpace admin. */
  | { readonly kind: 'key-not-allowed'; readonly lacks: 'permission' | 'owner' }
  /** Dumps are a right of the portal: only self-hosted servers have it, and not with limited access. */
  | { readonly kind: 'dumps-not-allowed'; readonly why: 'cloud' | 'limited' }
  /** The portal has a list of allowed IP addresses, and the bot's is not on it. */
  | { readonly kind: 'address-not-allowed' }
  | { readonly kind: 'portal-state'; readonly state: PortalState }
  /** The subscription, or the licence of a self-hosted server, is unpaid beyond its grace period. */
  | { readonly kind: 'unpaid'; readonly isOwnServer: boolean | undefined }
  /** Something in front of DocSpace refused, not DocSpace itself. */
  | { readonly kind: 'refused-in-front'; readonly by: 'challenge' | 'login' | 'proxy' | 'page' }
  /** Refused with this status; it is unknown by what. */
  | { readonly kind: 'refused'; readonly status: number }
  /** No DocSpace at this address, or no portal under this name. */
  | { readonly kind: 'not-found' }
  /** `retryAt` is when the portal said to ask again, here and below. */
  | { readonly kind: 'rate-limited'; readonly retryAt: Date | undefined }
  /** DocSpace failed internally. For a history, the usual cause is a storage that it could not reach. */
  | { readonly kind: 'internal-error' }
  | { readonly kind: 'server-error'; readonly status: number; readonly retryAt: Date | undefined }
  /** `to` is the host the portal sent us to, or `undefined` when it did not say. */
  | { readonly kind: 'redirected'; readonly to: string | undefined }
  | { readonly kind: 'unexpected-status'; readonly status: number }
  /** A page instead of data: a login page, a parked domain. */
  | { readonly kind: 'not-json' }
  /** Truncated JSON, or no JSON at all. */
  | { readonly kind: 'broken-json' }
  /** JSON of another shape; `at` names the first member that differs, for example `response`. */
  | { readonly kind: 'wrong-shape'; readonly at: string }
  | { readonly kind: 'too-large'; readonly what: 'body' | 'headers'; readonly limitBytes: number }
  /** A bug in the bot; the log has the cause. */
  | { readonly kind: 'bug' };

/** What is wrong with a certificate. */
export type CertificateFault =
  | 'wrong-name'
  | 'incomplete-chain'
  | 'expired'
  | 'not-yet-valid'
  | 'self-signed'
  | 'unknown-authority'
  | 'other';

/** A state in which a portal does not answer requests for backups. */
export type PortalState =
  | 'suspended'
  | 'to-be-removed'
  | 'transferring'
  | 'restoring'
  | 'migrating'
  | 'encrypting';
