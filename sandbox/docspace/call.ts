import type { PortalState } from './portal-state.ts';

/** A request to the portal, as the routes see it. */
export interface Call {
  readonly state: PortalState;
  readonly apiKey: string;
  readonly href: string;
  /** By lower-case name, because ASP.NET ignores the case. */
  readonly query: ReadonlyMap<string, string>;
  /** Whether the request came with a valid key. Without one, only some routes answer. */
  readonly signedIn: boolean;
  readonly now: Date;
}
