import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Delivery, DeliveryResult } from './delivery.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import type { SlackRules } from './rules.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { SlackStore } from './slack-store.ts';

/** The reasons in Slack's `disconnect` frames. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** How to end the connections: cut the wire, or one of Slack's `disconnect` frames. */
export type SocketDrop = 'abrupt' | 'disconnect-warning' | Exclude<DisconnectReason, 'warning'>;

/** TCP connections of Socket Mode, whatever their WebSocket's state. */
export interface WireCounts {
  readonly open: number;
  readonly peak: number;
  readonly total: number;
}

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
  /** Told to leave: they get payloads only while there is no other. */
  readonly #leaving = new WeakSet<WebSocket>();
  readonly #waiting = new Map<string, (ack: JsonObject) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #wires = new Set<Duplex>();
  #wireCounts = { peak: 0, total: 0 };
  #turn = 0;
  #refusal: string | undefined;
  #upgradeRefusal: string | undefined;
  #farewell: DisconnectReason | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  get connections(): number {
    return this.#receivers().length;
  }

  get wires(): WireCounts {
    return { open: this.#wires.size, ...this.#wireCounts };
  }

  refuseConnections(error: string | undefined): void {
    this.#refusal = error;
  }

  /** Answers upgrades with this status line and these headers, for example `429 Too Many Requests`. */
  refuseUpgrades(answer: string | undefined): void {
    this.#upgradeRefusal = answer;
  }

  /** Throws every connection out right after its greeting. */
  throwOutAfterHello(reason: DisconnectReason | undefined): void {
    this.#farewell = reason;
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
    const refusal = this.#tickets.delete(ticket) ? this.#upgradeRefusal : '401 Unauthorized';
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.#watchWire(socket);
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  #watchWire(socket: Duplex): void {
    this.#wires.add(socket);
    const { peak, total } = this.#wireCounts;
    this.#wireCounts = { peak: Math.max(peak, this.#wires.size), total: total + 1 };
    socket.once('close', () => this.#wires.delete(socket));
    if (this.#parts.rules.endsTcpOnClose) return;
    // What `ws` calls once the closing handshake is done.
    socket.end = () => socket;
    socket.once('end', () => socket.destroy());
  }

  #welcome(connection: WebSocket): void {
    if (this.#open.size >= this.#parts.rules.maxSockets) {
      this.#sayFarewell(connection, 'too_many_websockets');
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
    if (this.#farewell === undefined) return;
    this.#leaving.add(connection);
    this.#sayFarewell(connection, this.#farewell);
    connection.close();
  }

  #sayFarewell(connection: WebSocket, reason: DisconnectReason): void {
    connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: this.#debugInfo() }));
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
    return this.#openConnections().filter((open) => !this.#leaving.has(open));
  }

  #openConnections(): readonly WebSocket[] {
    return [...this.#open].filter((open) => open.readyState === WebSocket.OPEN);
  }

  /** Hands the payload to any one connection, or else to the newest leaving one. `dispatch_failed` without one. */
  async deliver({ kind, payload }: Delivery): Promise<DeliveryResult> {
    const staying = this.#receivers();
    const receivers = staying.length > 0 ? staying : this.#openConnections().slice(-1);
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
      this.#sayFarewell(connection, how === 'disconnect-warning' ? 'warning' : how);
      this.#later(this.#parts.rules.disconnectGraceMs, () => connection.terminate());
    }
    this.#announce();
  }

  close(): void {
    for (const timer of [...this.#timers]) this.#cancel(timer);
    for (const connection of this.#open) connection.terminate();
    for (const wire of this.#wires) wire.destroy();
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
