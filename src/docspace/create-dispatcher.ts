import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** Proxies as the usual environment variables tell them; a name that is absent or empty is not set. */
export interface ProxyOptions {
  /** `HTTP_PROXY`: for portals at `http://` addresses, and for `https://` ones when `https` is not set. */
  readonly http?: string | undefined;
  /** `HTTPS_PROXY`: for portals at `https://` addresses. */
  readonly https?: string | undefined;
  /** `NO_PROXY`: hosts, separated by commas, that are reached directly; `*` for all. */
  readonly none?: string | undefined;
}

/** How to connect: through which proxies, and how long to wait for a connection. */
export interface DispatcherOptions {
  readonly proxy: ProxyOptions;
  readonly connectTimeoutMs: number;
}

/** Below the usual idle limit of a reverse proxy, so that we are the ones who hang up. */
const keepAliveMs = 30_000;

/**
 * Creates the pool of connections to all portals, kept alive between readings, through proxies when told so.
 * Never looks at the environment. Throws a `TypeError` when a proxy's address is no URL.
 */
export function createDispatcher({ proxy, connectTimeoutMs }: DispatcherOptions): Dispatcher {
  const connect = { timeout: connectTimeoutMs };
  const options = { connect, keepAliveTimeout: keepAliveMs };
  if (!proxy.http && !proxy.https) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    requestTls: connect,
    proxyTls: connect,
    // Tunnels are for https only: many proxies refuse them to other ports.
    proxyTunnel: false,
    // undici reads the environment for what is undefined, so nothing is.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: proxy.none ?? '',
  });
}
