import { describe, expect, it } from 'vitest';
import { type Asker, assessAccess, assessPerson, fillerOf } from '../../src/slack/access.ts';

const open = { users: new Set<string>(), channels: new Set<string>() };
const anna: Asker = { teamIds: ['T1'], userId: 'U1', channelId: 'C1' };
const assess = (asker: Partial<Asker>, rules: Partial<typeof open> = {}) =>
  assessAccess({ ...anna, ...asker }, { ...open, ...rules }, 'T1');

describe('access', () => {
  it('is for everyone in the workspace when no user is named', () => {
    expect(assess({})).toBeUndefined();
    expect(assess({ teamIds: [undefined, 'T1', 'T1'], channelId: undefined })).toBeUndefined();
  });

  it.each([
    ['of another workspace', ['T2']],
    ['of another workspace in a shared channel', ['T1', 'T2']],
    ['of no workspace', []],
    ['of a workspace that the payload leaves open', [undefined, '']],
    ['whose workspace differs in case', ['t1']],
  ])('is not for a user %s, even one who is named', (_, teamIds) => {
    expect(assess({ teamIds }, { users: new Set(['U1']), channels: new Set(['C1']) })).toBe('stranger');
  });

  it('is for nobody while the bot does not know its own workspace', () => {
    for (const teamIds of [['T1'], [''], [undefined], []])
      expect(assessAccess({ ...anna, teamIds }, open, undefined)).toBe('stranger');
  });

  it('is only for the people who are named', () => {
    const users = new Set(['U1']);
    expect(assess({}, { users })).toBeUndefined();
    expect(assess({ userId: 'U2' }, { users })).toBe('user');
  });

  it('is only in the channels that are named', () => {
    const channels = new Set(['C1']);
    expect(assess({}, { channels })).toBeUndefined();
    expect(assess({ channelId: 'C2' }, { channels })).toBe('channel');
    expect(assess({ channelId: undefined }, { channels })).toBe('channel');
  });

  it('is in the direct messages of a person who is named, and nowhere else for that person', () => {
    const channels = new Set(['U1']);
    expect(assess({ channelId: 'D1' }, { channels })).toBeUndefined();
    expect(assess({ channelId: 'D1', userId: 'U2' }, { channels })).toBe('channel');
    expect(assess({ channelId: 'C1' }, { channels })).toBe('channel');
    expect(assess({ channelId: 'G1' }, { channels })).toBe('channel');
    expect(assess({ channelId: undefined }, { channels })).toBe('channel');
  });

  it('needs both when both are named', () => {
    const rules = { users: new Set(['U1']), channels: new Set(['C1']) };
    expect(assess({}, rules)).toBeUndefined();
    expect(assess({ userId: 'U2' }, rules)).toBe('user');
    expect(assess({ channelId: 'C2' }, rules)).toBe('channel');
  });
});

describe('whoever fills in a form', () => {
  const fill = (team: string, users: readonly string[] = []) =>
    assessPerson(
      fillerOf({ team: { id: team }, user: { id: 'U1', team_id: 'T2' } }),
      { users: new Set(users) },
      'T1',
    );

  it('needs to be in the workspace of the form and on the list of people, and in no channel', () => {
    expect(fill('T1')).toBeUndefined();
    expect(fill('T1', ['U1'])).toBeUndefined();
    expect(fill('T2')).toBe('stranger');
    expect(fill('T1', ['U2'])).toBe('user');
    expect(assessPerson(fillerOf({ team: null, user: { id: 'U1' } }), open, 'T1')).toBe('stranger');
  });
});
