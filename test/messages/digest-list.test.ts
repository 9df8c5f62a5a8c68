import { describe, expect, it } from 'vitest';
import { renderDigestBroken } from '../../src/messages/digest-broken.ts';
import { type ListedDigest, renderDigestList } from '../../src/messages/digest-list.ts';
import { controls, now, valuesOf, visibleLines } from './cast.ts';

function digest(id: string): ListedDigest {
  return {
    ...{ id, channel: 'C0123456789', cron: '0 9 * * *', timeZone: 'Europe/Berlin', kind: 'all' },
    ...{ state: { kind: 'on' }, nextDueAt: undefined, last: undefined },
  };
}

const seventeen = Array.from({ length: 17 }, (_, index) => digest(`d${index}`));
const list = (of: 'channel' | 'person') =>
  renderDigestList({
    ...{ digests: seventeen, of, said: undefined, mayChange: true, now, command: '/backups' },
  });

describe('more digests than a message can hold', () => {
  it.each([
    ['channel', '+ 2 more. To stop one by its time, type /backups digest off 09:00.'],
    ['person', '+ 2 more, which their own channels show'],
  ] as const)('are counted, with how to reach them: of a %s', (of, words) => {
    expect(visibleLines(list(of)).at(-1)).toBe(words);
  });
});

describe('a digest whose channel is gone', () => {
  it('can be resumed there, or changed to come elsewhere', () => {
    const message = renderDigestBroken({ ...digest('d1'), code: 'is_archived' });
    expect(controls(message)).toEqual(['Resume', 'Change']);
    expect(valuesOf(message)).toEqual(['digest resume d1', 'digest change d1']);
  });
});
