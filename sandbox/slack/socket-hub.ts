import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Delivery, DeliveryResult } from './delivery.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import type { SlackRules } from './rules.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { SlackStore } from './slack-store.ts';

/** How to end the connections: cut the wire, or one of Slack's `disconnect` frames. */
export type SocketDrop = 'abrupt' | 'disconnect-warning' | 'refresh_requested' | 'link_disabled';

interface HubParts {
  readonly appId: string;
  readonly rules: SlackRules;
  readonly store: SlackStore;
}

/** Slack's side of Socket Mode: tickets, `hello`, envelopes to one connection each, pings, `disconnect` frames. */
export class SocketHub {
  readonly #parts: HubParts;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #open = new Set<WebSocket>();
  /** Told to leave: they get no more payloads. */
  readonly #leaving = new WeakSet<WebSocket>();
  readonly #waiting = new Map<string, (ack: JsonObject) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #turn = 0;
  #refusal: string | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  get connections(): number {
    return this.#receivers().length;
  }

  refuseConnections(error: string | undefined): void {
    this.#refusal = error;
  }

  /** The address for one connection. Throws the refusal when connections are refused. */
  issueTicketUrl(baseUrl: string): string {
    if (this.#refusal !== undefined) throw new SlackApiError(this.#refusal);
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `${baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#parts.appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  #welcome(connection: WebSocket): void {
    if (this.#open.size >= this.#parts.rules.maxSockets) {
      connection.send(
        JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: this.#debugInfo() }),
      );
      connection.close();
      return;
    }
    this.#open.add(connection);
    const ping = setInterval(() => connection.ping('Ping from Slack'), this.#parts.rules.pingIntervalMs);
    connection.on('message', (data) => this.#receive(data));
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      clearInterval(ping);
      this.#open.delete(connection);
      this.#announce();
    });
    connection.send(JSON.stringify(this.#hello()));
    this.#announce();
  }

  #hello(): JsonObject {
    const info = { ...this.#debugInfo(), build_number: 1, approximate_connection_time: 18_060 };
    return {
      type: 'hello',
      num_connections: this.#open.size,
      debug_info: info,
      connection_info: { app_id: this.#parts.appId },
    };
  }

  #debugInfo(): JsonObject {
    return { host: 'applink-sandbox' };
  }

  #announce(): void {
    this.#parts.store.announce({ kind: 'sockets-changed', connections: this.connections });
  }

  #receive(data: RawData): void {
    const frame = parseJson(String(data));
    if (!isJsonObject(frame) || typeof frame['envelope_id'] !== 'string') return;
    this.#waiting.get(frame['envelope_id'])?.(frame);
  }

  #receivers(): readonly WebSocket[] {
    return [...this.#open].filter((open) => open.readyState === WebSocket.OPEN && !this.#leaving.has(open));
  }

  /** Hands the payload to any one connection. `dispatch_failed` when there is none. */
  async deliver({ kind, payload }: Delivery): Promise<DeliveryResult> {
    const receivers = this.#receivers();
    const receiver = receivers[this.#turn++ % receivers.length];
    if (receiver === undefined) return { acked: false, ackMs: 0, error: 'dispatch_failed' };
    const envelopeId = randomUUID();
    const startedAt = performance.now();
    const retry = kind === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {};
    const acceptsResponse = kind !== 'events_api';
    const acked = this.#waitForAck(envelopeId);
    receiver.send(
      JSON.stringify({
        envelope_id: envelopeId,
        type: kind,
        payload,
        accepts_response_payload: acceptsResponse,
        ...retry,
      }),
    );
    const ack = await acked;
    const ackMs = performance.now() - startedAt;
    if (ack === undefined) return { acked: false, ackMs, error: 'operation_timeout' };
    const answer = ack['payload'];
    return {
      acked: true,
      ackMs,
      ackPayload: isJsonObject(answer) && Object.keys(answer).length > 0 ? answer : undefined,
    };
  }

  #waitForAck(envelopeId: string): Promise<JsonObject | undefined> {
    return new Promise((resolve) => {
      const timer = this.#later(this.#parts.rules.ackDeadlineMs, () => {
        this.#waiting.delete(envelopeId);
        resolve(undefined);
      });
      this.#waiting.set(envelopeId, (ack) => {
        this.#cancel(timer);
        this.#waiting.delete(envelopeId);
        resolve(ack);
      });
    });
  }

  drop(how: SocketDrop): void {
    for (const connection of this.#receivers()) {
      this.#leaving.add(connection);
      if (how === 'abrupt') {
        connection.terminate();
        continue;
      }
      const reason = how === 'disconnect-warning' ? 'warning' : how;
      connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: this.#debugInfo() }));
      this.#later(this.#parts.rules.disconnectGraceMs, () => connection.terminate());
    }
    this.#announce();
  }

  close(): void {
    for (const timer of [...this.#timers]) this.#cancel(timer);
    for (const connection of this.#open) connection.terminate();
    this.#server.close();
  }

  #later(delayMs: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
