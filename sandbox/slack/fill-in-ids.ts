import { randomBytes } from 'node:crypto';
import { asObjects, isJsonObject, type JsonObject } from './json.ts';

const randomId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

function fillInElement(element: JsonObject): JsonObject {
  return element['type'] === 'image' ? element : { action_id: randomId(), ...element };
}

/** Adds ids to blocks and interactive elements that have none, as Slack does. */
export function fillInIds(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block) => ({ block_id: randomId(), ...mapElements(block, fillInElement) }));
}

/** The block with `change` applied to each of its elements. */
export function mapElements(block: JsonObject, change: (element: JsonObject) => JsonObject): JsonObject {
  const changed: JsonObject = { ...block };
  if (block['type'] === 'actions') changed['elements'] = asObjects(block['elements']).map(change);
  for (const slot of ['accessory', 'element']) {
    const element = block[slot];
    if (isJsonObject(element)) changed[slot] = change(element);
  }
  return changed;
}

/** The interactive elements of a block: those of an actions block, a section's accessory, an input's element. */
export function elementsOf(block: JsonObject): readonly JsonObject[] {
  const listed = block['type'] === 'actions' ? asObjects(block['elements']) : [];
  return [...listed, ...[block['accessory'], block['element']].filter(isJsonObject)];
}
