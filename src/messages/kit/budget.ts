import type { KnownBlock } from '@slack/types';
import { escapedLength } from './clean-text.ts';
import { messageLimits, shownLimits } from './limits.ts';
import type { Message } from './message.ts';

/** How much of its content a message may show. */
export interface Room {
  /** Items, each a portal or several with the same causes. */
  readonly items: number;
  /** Names in a line of names. */
  readonly names: number;
}

/** What is dropped first when a message would be too long: names, then items. */
const sheddingOrder: readonly [Room, ...Room[]] = [
  { items: 10, names: shownLimits.names },
  { items: 10, names: 4 },
  { items: 6, names: 4 },
  { items: 3, names: 2 },
  { items: 2, names: 0 },
];

/** A message whose text has as many of the lines as fit, and whose blocks are rendered with as much room as fits. */
export function fitMessage(lines: readonly string[], render: (room: Room) => KnownBlock[]): Message {
  return { text: joinLines(lines, messageLimits.text), blocks: fitBlocks(render) };
}

/** The last step fits whatever the names are: see `limits.ts`. */
function fitBlocks(render: (room: Room) => KnownBlock[]): KnownBlock[] {
  let blocks: KnownBlock[] = [];
  for (const room of sheddingOrder) {
    blocks = render(room);
    if (blocks.length <= messageLimits.blocks && countCharacters(blocks) <= messageLimits.characters) break;
  }
  return blocks;
}

/** Lines as one text without the empty ones: all of them, or as many as fit and then `…`. */
export function joinLines(lines: readonly string[], max: number): string {
  const whole = lines.filter((each) => each !== '').join('\n');
  if (whole.length <= max) return whole;
  const end = whole.lastIndexOf('\n', max - cutMark.length);
  return `${whole.slice(0, Math.max(0, end))}${cutMark}`;
}

const cutMark = '\n…';

const uncounted: ReadonlySet<string> = new Set(['type', 'action_id', 'style']);

/** All characters a message shows or carries, after escaping: more than Slack counts, to be safe. */
export function countCharacters(value: unknown): number {
  if (typeof value === 'string') return escapedLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countCharacters(item);
    return count;
  }
  for (const key of Object.keys(value)) {
    if (!uncounted.has(key)) count += countCharacters((value as Record<string, unknown>)[key]);
  }
  return count;
}
