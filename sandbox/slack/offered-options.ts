import { mapElements } from './fill-in-ids.ts';
import type { JsonObject } from './json.ts';
import type { StoredMessage, StoredView } from './stored-message.ts';

/** A message or a view with a select in it. */
export type Surface = StoredMessage | StoredView;

interface Place {
  readonly surface: Surface;
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

  /** The blocks, in which a select whose options the app suggests has those that the user was offered last. */
  fillIn(blocks: readonly JsonObject[], surface: Surface, userId: string): readonly JsonObject[] {
    return blocks.map((block) =>
      mapElements(block, (element) => {
        const options = this.#offered.get(keyOf({ surface, userId, block, element }));
        return options === undefined ? element : { ...element, options };
      }),
    );
  }
}

function keyOf({ surface, userId, block, element }: Place): string {
  const id = 'ts' in surface ? `${surface.channelId} ${surface.ts}` : surface.id;
  return JSON.stringify([id, userId, block['block_id'], element['action_id']]);
}
