import type { Delivery, DeliveryResult } from './delivery.ts';
import { deliverOverHttp } from './http-delivery.ts';
import type { InteractionKind } from './slack-change.ts';
import type { World } from './world.ts';

export interface Route {
  readonly via: 'socket' | 'http';
  readonly httpTarget: string | undefined;
}

export interface Occasion {
  readonly interaction: InteractionKind;
  readonly userId: string;
  /** A readable name: `/backups acme`, an action_id, a callback_id. */
  readonly what: string;
}

/** Sends the payload to the app, as often as `repeats` asks; the first acknowledgement counts. Resolves when it is acknowledged or the deadline passes. Never rejects. */
export async function deliver(
  world: World,
  route: Route,
  delivery: Delivery,
  occasion: Occasion,
): Promise<DeliveryResult> {
  world.store.announce({ kind: 'interaction-sent', ...occasion });
  const send = (): Promise<DeliveryResult> =>
    route.via === 'http'
      ? deliverOverHttp(world, route.httpTarget, delivery)
      : world.sockets.deliver(delivery);
  const repeats = world.repeats.take();
  const [result] = await Promise.all([send(), ...Array.from({ length: repeats }, send)]);
  if (result.acked) world.store.announce({ kind: 'interaction-acked', ...occasion, ackMs: result.ackMs });
  else world.store.announce({ kind: 'interaction-failed', ...occasion, error: result.error });
  return result;
}
