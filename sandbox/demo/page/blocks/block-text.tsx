import type { JsonObject } from '../../../slack/json.ts';
import { describeBlock } from '../../terminal/text/describe-block.ts';
import { useReader } from '../reader.ts';

/** The texts of a block or element that cannot be drawn. */
export function BlockText({ block }: { readonly block: JsonObject }) {
  const { view } = useReader();
  const text = describeBlock(block, view)
    .map((line) => line.text)
    .join('\n');
  return <p className="block-text">{text === '' ? `(a ${String(block['type'])} block)` : text}</p>;
}
