import { isJsonObject } from '../../../slack/json.ts';

/** The text of a plain_text object, for labels. */
export function words(object: unknown): string {
  return isJsonObject(object) ? String(object['text'] ?? '') : '';
}
