import { createHmac } from 'node:crypto';
import type { Delivery, DeliveryError, DeliveryResult } from './delivery.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import type { World } from './world.ts';

/** The headers that prove a request to be Slack's: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signatureHeaders(signingSecret: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

function encode({ kind, payload }: Delivery): { readonly contentType: string; readonly body: string } {
  switch (kind) {
    case 'slash_commands': {
      const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
      return {
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams(fields).toString(),
      };
    }
    case 'interactive': {
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      return { contentType: 'application/x-www-form-urlencoded', body };
    }
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
  }
}

/** Sends a signed request to the app's request URL. Signed with the real time, for the app checks it against its own. */
export async function deliverOverHttp(
  world: World,
  target: string | undefined,
  delivery: Delivery,
): Promise<DeliveryResult> {
  const startedAt = performance.now();
  const failed = (error: DeliveryError): DeliveryResult => ({
    acked: false,
    ackMs: performance.now() - startedAt,
    error,
  });
  if (target === undefined) return failed('dispatch_failed');
  const { contentType, body } = encode(delivery);
  try {
    const response = await fetch(target, {
      method: 'POST',
      // A bare string body would get a charset suffix, which Slack does not send.
      body: Buffer.from(body),
      headers: {
        'content-type': contentType,
        ...signatureHeaders(world.workspace.signingSecret, body, new Date()),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(world.rules.ackDeadlineMs),
    });
    const answer = await response.text();
    if (response.status >= 500) return failed('http_service_error');
    if (response.status !== 200) return failed('http_client_error');
    return { acked: true, ackMs: performance.now() - startedAt, ackPayload: readAck(response, answer) };
  } catch (error) {
    return failed(
      error instanceof DOMException && error.name === 'TimeoutError'
        ? 'operation_timeout'
        : 'dispatch_failed',
    );
  }
}

function readAck(response: Response, answer: string): JsonObject | undefined {
  if (answer === '') return undefined;
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const parsed = isJson ? parseJson(answer) : undefined;
  return isJsonObject(parsed) ? parsed : { text: answer };
}
