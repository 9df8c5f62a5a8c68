import type { JsonObject } from './json.ts';
import type { StoredMessage } from './stored-message.ts';

interface Place {
  readonly message: StoredMessage;
  readonly userId: string;
  readonly block: JsonObject;
  readonly element: JsonObject;
}

/** The options that the app last suggested to each user in each select: only these can be picked. */
export class OfferedOptions {
  readonly #offered = new Map<string, readonly JsonObject[]>();

  offer(place: Place, options: readonly JsonObject[]): void {
    this.#offered.set(keyOf(place), options);
  }

  /** `undefined` when the app was never asked. */
  find(place: Place): readonly JsonObject[] | undefined {
    return this.#offered.get(keyOf(place));
  }
}

function keyOf({ message, userId, block, element }: Place): string {
  return JSON.stringify([message.channelId, message.ts, userId, block['block_id'], element['action_id']]);
}
