import { expect, test } from 'vitest';
import { findControl } from '../../../sandbox/demo/find-control.ts';

const words = (text: string) => ({ type: 'plain_text', text });
const blocks = [
  { type: 'header', block_id: 'h', text: words('Refresh') },
  {
    ...{ type: 'section', block_id: 's', text: words('acme') },
    accessory: { type: 'button', action_id: 'open', text: words('Open') },
  },
  {
    ...{ type: 'actions', block_id: 'a' },
    elements: [
      { type: 'button', action_id: 'older', text: words('Older') },
      {
        ...{ type: 'overflow', action_id: 'more' },
        options: [
          { text: words('Share'), value: 'share acme' },
          { text: words('Refresh'), value: 'refresh acme' },
        ],
      },
    ],
  },
];

test('finds a button and an entry of a menu by what they say', () => {
  expect(findControl(blocks, 'Open')).toEqual({ actionId: 'open', blockId: 's' });
  expect(findControl(blocks, 'Older')).toEqual({ actionId: 'older', blockId: 'a' });
  expect(findControl(blocks, 'Refresh')).toEqual({ actionId: 'more', blockId: 'a', entry: 'refresh acme' });
  expect(findControl(blocks, 'Newer')).toBeUndefined();
});
