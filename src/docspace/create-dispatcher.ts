import { Agent, Dispatcher, Pool, ProxyAgent } from 'undici';
import { createLookup } from './create-lookup.ts';

/** Which requests go through which proxy; an absent or empty address counts as unset. */
export interface ProxyOptions {
  /** `HTTP_PROXY`: for `http://` addresses, and for `https://` ones when `https` is not set. */
  readonly http?: string | undefined;
  /** `HTTPS_PROXY`: for `https://` addresses. */
  readonly https?: string | undefined;
  /** `NO_PROXY`: whether an address is reached without a proxy. */
  readonly isDirect?: ((url: URL) => boolean) | undefined;
}

/** How to connect. */
export interface DispatcherOptions {
  readonly proxy: ProxyOptions;
  readonly connectTimeoutMs: number;
  /**
   * A new connection for each request, so that none fails because the other side has closed an idle one. Absent:
   * connections are kept and reused.
   */
  readonly freshConnections?: boolean;
}

/** Below the usual idle timeout of a reverse proxy, so that our side closes first. */
const keepAliveMs = 30_000;

/** The longest headers that are read. Content security policies alone can exceed Node's 16 KB. */
export const maxHeaderBytes = 64 * 1024;

/**
 * Creates the connection pool, through proxies where configured. Never reads the environment. Throws a `TypeError` when
 * a proxy's address is not a URL.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { proxy, connectTimeoutMs, freshConnections = false } = options;
  const connect = { timeout: connectTimeoutMs, lookup: createLookup() };
  const life = {
    ...{ keepAliveTimeout: keepAliveMs, maxHeaderSize: maxHeaderBytes },
    // undici sends `connection: close` when nothing may be pipelined.
    ...(freshConnections && { pipelining: 0 }),
  };
  const direct = new Agent({ connect, ...life });
  const createProxy = (uri: string) =>
    new ProxyAgent({
      ...{ uri, requestTls: connect, proxyTls: connect, ...life },
      // undici (7.30) opens the connections to the proxy itself without the options above.
      factory: (origin, poolOptions) => new Pool(origin, { ...poolOptions, ...life }),
      // Tunnels are for https only: many proxies refuse them to other ports.
      proxyTunnel: false,
    });
  const http = proxy.http ? createProxy(proxy.http) : direct;
  const https = proxy.https ? createProxy(proxy.https) : http;
  return new Routes(new Set([direct, http, https]), (url) => {
    if (proxy.isDirect?.(url)) return direct;
    return url.protocol === 'https:' ? https : http;
  });
}

/** Sends each request through the agent chosen for its address. */
class Routes extends Dispatcher {
  readonly #agents: ReadonlySet<Dispatcher>;
  readonly #choose: (url: URL) => Dispatcher;

  constructor(agents: ReadonlySet<Dispatcher>, choose: (url: URL) => Dispatcher) {
    super();
    this.#agents = agents;
    this.#choose = choose;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#choose(new URL(String(options.origin))).dispatch(options, handler);
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#agents].map((agent) => agent.close()));
  }

  override async destroy(error?: unknown): Promise<void> {
    const reason = error instanceof Error ? error : null;
    await Promise.all([...this.#agents].map((agent) => agent.destroy(reason)));
  }
}
