import { randomBytes } from 'node:crypto';
import type { StoredMessage } from './stored-message.ts';
import type { Workspace } from './workspace.ts';

/** What the URL was issued for: a command, or a click in a message, which the URL may replace or delete. */
export type ResponseUrlSource =
  | { readonly kind: 'command'; readonly typed: string }
  | { readonly kind: 'message'; readonly channelId: string; readonly ts: string };

export interface ResponseUrl {
  readonly url: string;
  readonly channelId: string;
  readonly userId: string;
  readonly source: ResponseUrlSource;
  readonly issuedAt: Date;
  uses: number;
  /** The messages sent through this URL, in order, each as it was at that time. */
  readonly answers: StoredMessage[];
  readonly listeners: Set<() => void>;
}

/** What a new URL is built from. */
interface UrlOrigin {
  readonly workspace: Workspace;
  readonly clock: () => Date;
  readonly baseUrl: () => string;
}

/** The issued response_urls, by path. */
export class ResponseUrls {
  readonly #issued = new Map<string, ResponseUrl>();

  issue(origin: UrlOrigin, userId: string, channelId: string, source: ResponseUrlSource): ResponseUrl {
    const area = source.kind === 'command' ? 'commands' : 'actions';
    const path = `/${area}/${origin.workspace.teamId}/${randomBytes(6).toString('hex')}/${randomBytes(12).toString('hex')}`;
    const url = `${origin.baseUrl()}${path}`;
    const issued = {
      url,
      channelId,
      userId,
      source,
      issuedAt: origin.clock(),
      uses: 0,
      answers: [],
      listeners: new Set<() => void>(),
    };
    this.#issued.set(path, issued);
    return issued;
  }

  find(path: string): ResponseUrl | undefined {
    return this.#issued.get(path);
  }
}
