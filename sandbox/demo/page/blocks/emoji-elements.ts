import { asObjects, type JsonObject } from '../../../slack/json.ts';

/** The emoji of verdicts. The page draws them itself, as Slack does, so that they look the same on every machine. */
const circles: Readonly<Record<string, { readonly name: string; readonly words: string }>> = {
  '🔴': { name: 'red_circle', words: 'red circle' },
  '🟡': { name: 'large_yellow_circle', words: 'yellow circle' },
  '🟢': { name: 'large_green_circle', words: 'green circle' },
  '⚪': { name: 'white_circle', words: 'white circle' },
};
const circle = /(🔴|🟡|🟢|⚪)/u;

/** A circle in words, by its Slack name. `undefined` for any other emoji. */
export function circleWords(name: string): string | undefined {
  return Object.values(circles).find((known) => known.name === name)?.words;
}

/** Turns circles in the texts of rich text elements, at any depth, into emoji elements. */
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
    .split(circle)
    .filter((piece) => piece !== '');
  return pieces.map((text) => {
    const emoji = circles[text];
    return emoji === undefined ? { ...element, text } : { type: 'emoji', name: emoji.name };
  });
}
