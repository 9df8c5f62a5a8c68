import type { KnownBlock } from '@slack/types';
import { escapedLength } from './clean-text.ts';
import { messageLimits } from './limits.ts';
import type { Message } from './message.ts';

/** How much of its content a message may show. */
export interface Room {
  /** Portals shown one by one. */
  readonly portals: number;
  /** Expiring backups listed for each of them. */
  readonly leaving: number;
  /** Names in a line of names. */
  readonly names: number;
}

/** What is dropped first when a message would be too long: names and rows, then portals. */
const sheddingOrder: readonly [Room, ...Room[]] = [
  { portals: 10, leaving: 3, names: 24 },
  { portals: 10, leaving: 1, names: 10 },
  { portals: 5, leaving: 1, names: 5 },
  { portals: 2, leaving: 0, names: 0 },
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

/** Lines as one text, as many as fit, without the empty ones. */
export function joinLines(lines: readonly string[], max: number): string {
  let text = '';
  for (const line of lines.filter((each) => each !== '')) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length > max) return text;
    text = longer;
  }
  return text;
}

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
