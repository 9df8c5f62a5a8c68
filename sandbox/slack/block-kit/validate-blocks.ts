import { isJsonObject } from '../json.ts';
import { anyBlock, mostBlocks } from './blocks.ts';
import { type BlockError, list, type Place, report, type Surface } from './check.ts';
import { checkWholePayload } from './whole-payload.ts';

/**
 * Everything that Slack would refuse in these blocks on this surface. Empty when they are valid.
 * `pointer` is the place of the blocks in the payload. The limits are those of Slack's Block Kit reference
 * (https://docs.slack.dev/reference/block-kit). `coverage.ts` lists its gaps and contradictions.
 */
export function validateBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): BlockError[] {
  const place: Place = { pointer, surface, errors: [] };
  if (!Array.isArray(blocks)) {
    report(place, 'must provide an array');
    return place.errors;
  }
  list(anyBlock, 0, mostBlocks[surface])(blocks, place);
  checkWholePayload(blocks.filter(isJsonObject), place);
  return place.errors;
}
