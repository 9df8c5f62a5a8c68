import type { RichTextElement } from '@slack/types';
import { cleanText } from '../kit/clean-text.ts';
import { shownLimits } from '../kit/limits.ts';
import { code, plain } from '../kit/rich-text.ts';

type PlaceElement = Extract<RichTextElement, { type: 'text' | 'channel' | 'user' }>;

/** A mention for an id; a name, which cannot be mentioned, as code. A user's id means that user's direct messages. */
export function placeElements(idOrName: string): PlaceElement[] {
  if (/^[CG][A-Z0-9]{2,}$/.test(idOrName)) return [{ type: 'channel', channel_id: idOrName }];
  if (/^D[A-Z0-9]{2,}$/.test(idOrName)) return [plain('a direct message')];
  if (/^[UW][A-Z0-9]{2,}$/.test(idOrName)) {
    return [plain('the direct messages of '), { type: 'user', user_id: idOrName }];
  }
  return [code(cleanText(idOrName, shownLimits.detail).replaceAll('`', '´') || 'its channel')];
}
