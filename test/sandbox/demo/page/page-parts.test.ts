import { describe, expect, test } from 'vitest';
import { nextScene } from '../../../../sandbox/demo/next-scene.ts';
import { applyChange } from '../../../../sandbox/demo/page/apply-change.ts';
import { offersOf } from '../../../../sandbox/demo/page/blocks/offers.ts';
import { prepareBlock } from '../../../../sandbox/demo/page/blocks/prepare-block.ts';
import { safeHref } from '../../../../sandbox/demo/page/blocks/safe-href.ts';
import { completeCommand } from '../../../../sandbox/demo/page/complete-command.ts';
import { createSentLines } from '../../../../sandbox/demo/page/sent-lines.ts';
import type { PageMessage, PageState } from '../../../../sandbox/demo/page-server/page-wire.ts';

const command = {
  name: '/backups',
  description: 'See them',
  usageHint: '[portal | group:name] [expiring 3d] [dumps | all] […] or help',
};

function complete(text: string): readonly string[] {
  const { shown } = completeCommand(text, command, [{ name: 'acme' }, { name: 'design' }]);
  return shown.map(({ result }) => result);
}

describe('completeCommand', () => {
  test('offers the command while its name is typed', () => {
    expect(complete('/ba')).toEqual(['/backups ']);
    expect(complete('/backups')).toEqual(['/backups ']);
  });

  test('offers portals and the words of the manifest’s hint, each once', () => {
    expect(complete('/backups ')).toEqual(
      ['acme', 'design', 'expiring 3d', 'dumps', 'all', 'help'].map((word) => `/backups ${word} `),
    );
    expect(complete('/backups acme d')).toEqual(['/backups acme design ', '/backups acme dumps ']);
    expect(complete('/backups dumps du')).toEqual([]);
  });

  test('offers the groups that there are, and of hundreds of portals only some, with how many are left', () => {
    const portals = Array.from({ length: 300 }, (_, index) => ({
      name: `customer-${String(index + 1).padStart(3, '0')}`,
      group: index % 2 === 0 ? 'north' : 'south',
    }));
    const all = completeCommand('/backups ', command, portals);
    expect(all.more).toBe(288);
    expect(all.shown.map(({ label }) => label).slice(11)).toEqual([
      'customer-012',
      'group:north',
      'group:south',
      'expiring 3d',
      'dumps',
      'all',
      'help',
    ]);
    const few = completeCommand('/backups customer-30', command, portals);
    expect(few).toMatchObject({ shown: [{ label: 'customer-300' }], more: 0 });
    expect(completeCommand('/backups group:s', command, portals).shown).toMatchObject([
      { label: 'group:south', result: '/backups group:south ' },
    ]);
  });

  test('offers nothing for other text', () => {
    expect(complete('backups')).toEqual([]);
    expect(complete('/other a')).toEqual([]);
  });
});

describe('createSentLines', () => {
  test('steps back and forth, and leaves text written by hand alone', () => {
    const lines = createSentLines();
    for (const line of ['one', 'two', 'two']) lines.remember(line);
    expect(lines.step('', -1)).toBe('two');
    expect(lines.step('two', -1)).toBe('one');
    expect(lines.step('one', -1)).toBeUndefined();
    expect(lines.step('one, changed', 1)).toBeUndefined();
    expect(lines.step('one', 1)).toBe('two');
    expect(lines.step('two', 1)).toBe('');
  });
});

describe('applyChange', () => {
  const message: PageMessage = {
    ...{
      channelId: 'C1',
      ts: '1.0',
      userId: 'U1',
      text: 'a',
      blocks: [],
      isEphemeral: false,
      isEdited: false,
      isAnswer: false,
    },
  };
  const state = { messages: [message], modals: [], bot: 'starting', portals: [] } as unknown as PageState;

  test('appends new messages, replaces known ones in their place, removes deleted ones', () => {
    const second = { ...message, ts: '2.0' };
    const both = applyChange(state, { kind: 'message', message: second });
    expect(both.messages).toEqual([message, second]);
    const changed = applyChange(both, { kind: 'message', message: { ...message, text: 'b' } });
    expect(changed.messages.map(({ text }) => text)).toEqual(['b', 'a']);
    const left = applyChange(changed, { kind: 'message-deleted', channelId: 'C1', ts: '1.0' });
    expect(left.messages).toEqual([second]);
  });

  test('changes, adds and removes channels, these with their messages, and moves the clock', () => {
    const channel = {
      id: 'C1',
      name: 'ops',
      isDirect: false,
      isPrivate: false,
      isArchived: false,
      isMember: true,
    };
    const one = { ...state, channels: [channel], clockAheadMs: 0 };
    const archived = { ...channel, isArchived: true };
    const changed = applyChange(one, { kind: 'channel', channel: archived });
    expect(changed.channels).toEqual([archived]);
    const added = applyChange(changed, { kind: 'channel', channel: { ...channel, id: 'C2' } });
    expect(added.channels.map(({ id }) => id)).toEqual(['C1', 'C2']);
    const removed = applyChange(added, { kind: 'channel-removed', channelId: 'C1' });
    expect(removed).toMatchObject({ channels: [{ id: 'C2' }], messages: [] });
    expect(applyChange(one, { kind: 'clock', clockAheadMs: 5 }).clockAheadMs).toBe(5);
  });
});

describe('nextScene', () => {
  const story = ['one', 'two', 'three'].map((id) => ({ id }));

  test.each([
    [[], 'one'],
    [['one', 'other'], 'two'],
    [['two', 'one'], 'two'],
    [['three'], undefined],
  ])('after %j is %s', (played, next) => {
    expect(nextScene(story, played)?.id).toBe(next);
  });
});

describe('offersOf', () => {
  const channel = {
    id: 'C1',
    name: 'ops',
    isDirect: false,
    isPrivate: false,
    isArchived: false,
    isMember: true,
  };
  const known = {
    users: [{ id: 'U1', name: 'ben', realName: 'Ben', isBot: false }],
    channels: [
      channel,
      { ...channel, id: 'C2', name: 'admins', isPrivate: true },
      { ...channel, id: 'C3', name: 'old', isArchived: true },
      { ...channel, id: 'D1', name: 'The bot', isDirect: true, isPrivate: true },
    ],
  };
  const valuesOf = (element: object) =>
    offersOf({ ...element }, known).flatMap(({ offers }) => offers.map(({ value }) => value));

  test.each<[object, readonly string[]]>([
    [{ type: 'users_select' }, ['U1']],
    [{ type: 'channels_select' }, ['C1']],
    [{ type: 'conversations_select' }, ['C1', 'C2', 'D1']],
    [{ type: 'conversations_select', filter: { include: ['private'] } }, ['C2']],
    [{ type: 'conversations_select', filter: { exclude_bot_users: true } }, ['C1', 'C2']],
  ])('offers what Slack does for %j', (element, values) => {
    expect(valuesOf(element)).toEqual(values);
  });
});

describe('prepareBlock', () => {
  test('turns raw cells into rich text, because the library would parse them or throw', () => {
    const rows = [
      [
        { type: 'raw_text', text: '&lt;' },
        { type: 'raw_number', value: 7 },
      ],
    ];
    const cell = (text: string) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
    });
    const prepared = { type: 'table', rows: [[cell('&lt;'), cell('7')]] };
    expect(prepareBlock({ type: 'table', block_id: 'b', rows })).toEqual(prepared);
    expect(prepareBlock({ type: 'data_table', caption: 'c', rows })).toEqual(prepared);
  });

  test('drops blocks that the library cannot draw', () => {
    expect(prepareBlock({ type: 'hologram' })).toBeUndefined();
    expect(prepareBlock({ type: 'video' })).toBeUndefined();
  });
});

describe('safeHref', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense', ''])(
    'refuses %s',
    (address) => {
      expect(safeHref(address)).toBeUndefined();
    },
  );

  test.each(['https://a.b/c', 'http://127.0.0.1:1/', 'mailto:a@b.c'])('lets %s through', (address) => {
    expect(safeHref(address)).toBe(address);
  });
});
