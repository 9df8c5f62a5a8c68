import { expect, it } from 'vitest';
import { stateOfBlocks } from '../../../../sandbox/slack/interactions/element-state.ts';

const option = { text: { type: 'plain_text', text: 'Every day' }, value: 'all' };

it.each([
  ['plain_text_input', { initial_value: 'x' }, { value: null }],
  ['timepicker', { initial_time: '09:00' }, { selected_time: null }],
  ['conversations_select', { initial_conversation: 'C0SBGENERAL' }, { selected_conversation: null }],
  ['static_select', { initial_option: option, options: [option] }, { selected_option: null }],
])('tells null for a %s that was left empty again', (type, initial, empty) => {
  const element = { type, action_id: 'value', ...initial };
  const blocks = [{ type: 'input', block_id: 'b', element }];
  expect(stateOfBlocks(blocks, { 'b/value': '' })).toEqual({ b: { value: { type, ...empty } } });
});
