import { describe, expect, it } from 'vitest';
import { type Notice, renderNotice } from '../../src/messages/notice.ts';
import { visibleLines } from './cast.ts';

const notices: readonly Notice[] = [
  { kind: 'reading', portals: 7 },
  { kind: 'refused-stranger' },
  { kind: 'refused-user' },
  { kind: 'refused-channel' },
  {
    kind: 'digest-not-changed',
    sentence: 'The bot is not in that channel. Type “/invite @docspace-backups” there.',
  },
  { kind: 'digests-unknown' },
  { kind: 'not-admin' },
  { kind: 'digest-gone', command: '/backups' },
  { kind: 'form-not-opened', command: '/backups' },
  { kind: 'digest-posted', channel: 'C0123' },
  { kind: 'digest-failed', channel: 'C0123', sentence: 'The bot is not in the channel.' },
  { kind: 'digest-already-running' },
  { kind: 'digest-uncertain', channel: 'C0123456789' },
  { kind: 'digest-interrupted', channel: 'C0123456789' },
  { kind: 'share-failed', sentence: 'Slack did not accept it.' },
  { kind: 'share-uncertain' },
  { kind: 'share-withheld', reason: 'outsiders' },
  { kind: 'share-withheld', reason: 'unchecked' },
  { kind: 'digest-withheld', channel: 'C0123' },
  { kind: 'outdated-button', portal: 'acme', command: '/backups' },
  { kind: 'outdated-button', portal: undefined, command: '/backups' },
  { kind: 'failed', reference: 'a1b2c3d4' },
  { kind: 'stopping' },
];

describe('a notice', () => {
  it.each(notices)('says $kind in one short line, and the same in its text', (notice) => {
    const message = renderNotice(notice);
    const [line, ...rest] = visibleLines(message);
    expect(rest).toEqual([]);
    expect(line).toMatch(/^\p{Lu}.{10,200}$/u);
    const bare = message.text.replace(/<#(\w+)>/g, '#$1').replace(/[`*]/g, '');
    expect(bare).toBe(line);
  });

  it('says how much is being read', () => {
    expect(renderNotice({ kind: 'reading', portals: 1 }).text).toBe('Reading 1 portal …');
  });

  it('says which setting gives access', () => {
    expect(renderNotice({ kind: 'refused-user' }).text).toContain('`ALLOWED_USERS`');
    expect(renderNotice({ kind: 'refused-channel' }).text).toContain('`ALLOWED_CHANNELS`');
    const outsiders = { kind: 'share-withheld', reason: 'outsiders' } as const;
    expect(renderNotice(outsiders).text).toContain('`ALLOWED_CHANNELS`');
  });

  it('links to the channel of the digest', () => {
    expect(renderNotice({ kind: 'digest-posted', channel: 'C0123' }).text).toBe('The digest is in <#C0123>.');
  });

  it('names the person whose direct messages have the digest', () => {
    const { text } = renderNotice({ kind: 'digest-posted', channel: 'U0123456789' });
    expect(text).toBe('The digest is in the direct messages of <@U0123456789>.');
  });

  it('shows a channel that is no id as code, never as a mention', () => {
    const { text } = renderNotice({ kind: 'digest-posted', channel: '<!here>`' });
    expect(text).toBe('The digest is in `&lt;!here&gt;´`.');
  });

  it('gives the reference of a bug, and what to do', () => {
    const { text } = renderNotice({ kind: 'failed', reference: 'a1b2c3d4' });
    expect(text).toContain('`a1b2c3d4`');
    expect(text).toContain('Try again');
  });
});
