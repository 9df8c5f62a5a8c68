import type { ElementInput } from '../slack/interactions/block-action.ts';
import { asJsonObject, asObjects, isJsonObject, type JsonObject } from '../slack/json.ts';

/** What to press in a message: a button with this label, or an entry of a menu. `undefined` when it has neither. */
export function findControl(blocks: readonly JsonObject[], label: string): ElementInput | undefined {
  const found = blocks.flatMap((block) => {
    const elements = [...asObjects(block['elements']), block['accessory']].filter(isJsonObject);
    return elements.flatMap((element) => {
      const ids = { actionId: String(element['action_id']), blockId: String(block['block_id']) };
      if (labelOf(element) === label) return [ids];
      const option = asObjects(element['options']).find((offered) => labelOf(offered) === label);
      return option === undefined ? [] : [{ ...ids, entry: String(option['value']) }];
    });
  });
  return found[0];
}

function labelOf(holder: JsonObject): unknown {
  return asJsonObject(holder['text'])['text'];
}
