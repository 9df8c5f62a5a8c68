import { describe, expect, it } from 'vitest';
import { renderHelp } from '../../src/messages/help.ts';
import { visibleLines } from './cast.ts';

const known = { portals: ['hr', 'acme'], groups: [] };

describe('the help', () => {
  it('shows what can be typed, with a portal that exists', () => {
    const lines = visibleLines(renderHelp({ command: '/backups', known }));
    expect(lines[0]).toBe('How to ask about backups');
    expect(lines).toContain('• /backups hr — one portal; the beginning of its name will do');
    expect(lines.at(-1)).toBe('Portals · hr, acme');
  });

  it('shows how to ask about a group where there is one', () => {
    const lines = visibleLines(renderHelp({ command: '/backups', known: { ...known, groups: ['emea'] } }));
    expect(lines).toContain('• /backups group:emea — the portals of one group');
    expect(lines.at(-1)).toBe('Groups · emea');
    expect(visibleLines(renderHelp({ command: '/backups', known })).join()).not.toContain('group');
  });

  it('says everything of its blocks in its text', () => {
    expect(renderHelp({ command: '/backups', known }).text).toContain(
      '`/backups expiring 3d` — what expires within 3 days',
    );
  });

  it('does not promise that every word combines', () => {
    const message = renderHelp({ command: '/backups', known });
    expect(visibleLines(message)).toContain(
      'Words combine in any order, but digest, export, snooze and help stand alone.',
    );
    expect(message.text).toContain(
      'Words combine in any order, but `digest`, `export`, `snooze` and `help` stand alone.',
    );
  });

  it('stays readable with hundreds of portals', () => {
    const many = Array.from({ length: 300 }, (_, index) => `p${index}`);
    expect(
      visibleLines(renderHelp({ command: '/backups', known: { portals: many, groups: [] } })).at(-1),
    ).toMatch(/, p7, 292 more$/);
  });
});
