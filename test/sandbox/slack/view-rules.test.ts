import { expect, it } from 'vitest';
import { validateView } from '../../../sandbox/slack/block-kit/validate-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = { type: 'section', text: plain('hi') };
const modal = { type: 'modal', title: plain('a'), blocks: [section] };
const viewComplaints = (view: object) =>
  validateView({ ...view }).map(({ message, pointer }) => `${message} ${pointer}`);

it.each([
  ['title', 24, (text: string) => ({ ...modal, title: plain(text) })],
  ['submit', 24, (text: string) => ({ ...modal, submit: plain(text) })],
  ['close', 24, (text: string) => ({ ...modal, close: plain(text) })],
  ['private_metadata', 3000, (text: string) => ({ ...modal, private_metadata: text })],
  ['callback_id', 255, (text: string) => ({ ...modal, callback_id: text })],
  ['private_metadata', 3000, (text: string) => ({ type: 'home', blocks: [], private_metadata: text })],
])('limits the %s of a view to %i characters', (_name, most, make) => {
  expect(viewComplaints(make('x'.repeat(most)))).toEqual([]);
  expect(viewComplaints(make('x'.repeat(most + 1)))).toEqual([
    expect.stringContaining(`must be less than ${most + 1} characters /view/`),
  ]);
});

it('wants a submit button in a modal with inputs, and no title in a Home tab', () => {
  const input = { type: 'input', label: plain('a'), element: { type: 'plain_text_input' } };
  expect(viewComplaints({ ...modal, blocks: [input] })).toEqual(['missing required field: submit /view']);
  expect(viewComplaints({ ...modal, type: 'home' })).toEqual(['invalid additional property: title /view']);
  expect(viewComplaints({ type: 'modal', title: plain('a') })).toEqual([
    'missing required field: blocks /view',
  ]);
  expect(viewComplaints({ ...modal, blocks: [{ type: 'markdown', text: 'a' }] })).toEqual([
    'unsupported type: markdown /view/blocks/0/type',
  ]);
});
