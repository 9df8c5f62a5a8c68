import { asObjects, type JsonObject } from '../../../slack/json.ts';
import { verdictEmoji } from '../../terminal/text/emoji.ts';

const drawn = /(🔴|🟡|🟢|⚪|💤)/u;

/** Turns the emoji of verdicts in the texts of rich text elements, at any depth, into emoji elements, which the page draws itself. */
export function withEmoji(elements: unknown): readonly JsonObject[] {
  return asObjects(elements).flatMap((element): readonly JsonObject[] => {
    if (element['type'] === 'text') return splitText(element);
    return [
      Array.isArray(element['elements']) ? { ...element, elements: withEmoji(element['elements']) } : element,
    ];
  });
}

function splitText(element: JsonObject): readonly JsonObject[] {
  const pieces = String(element['text'])
    .split(drawn)
    .filter((piece) => piece !== '');
  return pieces.map((text) => {
    const [name] = [...verdictEmoji].find(([, { character }]) => character === text) ?? [];
    return name === undefined ? { ...element, text } : { type: 'emoji', name };
  });
}
