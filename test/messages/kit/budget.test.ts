import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { countCharacters, fitMessage, type Room } from '../../../src/messages/kit/budget.ts';

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('a message that could grow too long', () => {
  const itemsShown = (render: (room: Room) => KnownBlock[]) => {
    const rooms: Room[] = [];
    const { blocks } = fitMessage([], (room) => {
      rooms.push(room);
      return render(room);
    });
    expect(blocks).toEqual(render(rooms.at(-1) as Room));
    return rooms.at(-1)?.items;
  };

  it('shows as much as its characters allow', () => {
    const ofLength = (each: number) => itemsShown(({ items }) => [section('x'.repeat(each * items))]);
    expect(ofLength(1_000)).toBe(10);
    expect(ofLength(1_600)).toBe(6);
    expect(ofLength(3_333)).toBe(3);
    expect(ofLength(3_334)).toBe(2);
  });

  it('shows as much as its blocks allow', () => {
    const ofBlocks = (each: number) =>
      itemsShown(({ items }) => Array.from({ length: each * items }, () => section('x')));
    expect(ofBlocks(4)).toBe(10);
    expect(ofBlocks(7)).toBe(6);
    expect(ofBlocks(15)).toBe(3);
    expect(ofBlocks(16)).toBe(2);
  });

  it('names fewer portals before it shows fewer', () => {
    const named = ({ names }: Room) => [section('x'.repeat(2_000 * names))];
    expect(fitMessage([], named).blocks).toEqual([section('x'.repeat(2_000 * 4))]);
  });

  it('has as many whole lines as its text may hold', () => {
    const line = 'x'.repeat(997);
    expect(fitMessage([line, '', line, line, 'y'.repeat(9)], () => []).text).toBe(
      [line, line, line, '…'].join('\n'),
    );
  });
});

it('counts what a message shows or carries, as Slack receives it', () => {
  expect(countCharacters([section('a & b'), { type: 'actions', elements: [7, null, 'c'] }])).toBe(
    'a &amp; b'.length + 'c'.length,
  );
});
