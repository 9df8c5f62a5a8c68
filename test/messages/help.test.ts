import { describe, expect, it } from 'vitest';
import { renderHelp } from '../../src/messages/help.ts';
import { actionIds } from '../../src/messages/kit/actions.ts';
import { buttonValue, controls, visibleLines } from './cast.ts';

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
    expect(visibleLines(renderHelp({ command: '/backups', known })).join()).not.toContain('group');
  });

  it('says everything of its blocks in its text', () => {
    expect(renderHelp({ command: '/backups', known }).text).toContain(
      '`/backups expiring 3d` — what expires within 3 days',
    );
  });

  it('stays readable with hundreds of portals', () => {
    const many = Array.from({ length: 300 }, (_, index) => `p${index}`);
    expect(
      visibleLines(renderHelp({ command: '/backups', known: { portals: many, groups: [] } })).at(-1),
    ).toMatch(/, p39, 260 more$/);
  });
});

describe('the help after something that was not understood', () => {
  const sentence = 'There is no portal or option “acmee”.';

  it('offers the closest command', () => {
    const closest = 'acme expiring 3d';
    const message = renderHelp({
      command: '/backups',
      known,
      problem: { sentence, closest: [closest] },
    });
    expect(visibleLines(message).slice(0, 2)).toEqual([sentence, 'Did you mean: /backups acme expiring 3d']);
    expect(buttonValue(message, 'Show that')).toBe('acme expiring 3d');
    expect(JSON.stringify(message.blocks)).toContain(`"action_id":"${actionIds.show}.0"`);
    expect(message.text.split('\n')[0]).toBe(sentence);
  });

  it('offers all that could be meant, each as a button', () => {
    const message = renderHelp({
      command: '/backups',
      known,
      problem: { sentence, closest: ['acme dumps', 'hr dumps'] },
    });
    expect(visibleLines(message)).toContain('Did you mean: /backups acme dumps or /backups hr dumps');
    expect(controls(message)).toEqual(['acme dumps', 'hr dumps']);
    expect(buttonValue(message, 'hr dumps')).toBe('hr dumps');
  });

  it('has no button for a command that shares', () => {
    const message = renderHelp({
      command: '/backups',
      known,
      problem: { sentence, closest: ['acme share'] },
    });
    expect(controls(message)).toEqual([]);
  });

  it('has no button for a command that shows no backups', () => {
    const message = renderHelp({
      command: '/backups',
      known,
      problem: { sentence, closest: ['digest now'] },
    });
    expect(visibleLines(message)).toContain('Did you mean: /backups digest now');
    expect(controls(message)).toEqual([]);
  });

  it('offers nothing when nothing is close', () => {
    const message = renderHelp({ command: '/backups', known, problem: { sentence, closest: [] } });
    expect(visibleLines(message)[0]).toBe(sentence);
    expect(JSON.stringify(message)).not.toContain('Closest');
  });

  it('repeats what was typed without letting it act', () => {
    const typed = renderHelp({
      command: '/backups',
      known,
      problem: { sentence: 'No “<!channel> *x*\u202e”.', closest: [] },
    });
    expect(typed.text.split('\n')[0]).toBe('`No “&lt;!channel&gt; *x*”.`');
  });
});
