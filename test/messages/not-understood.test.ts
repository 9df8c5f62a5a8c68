import { describe, expect, it } from 'vitest';
import { actionIds } from '../../src/messages/kit/actions.ts';
import { renderNotUnderstood } from '../../src/messages/not-understood.ts';
import { buttonValue, controls, visibleLines } from './cast.ts';

const known = { portals: ['hr', 'acme'], groups: ['emea'] };
const sentence = 'There is no portal or option “acmee”.';
const render = (closest: readonly string[], more: { sentence?: string; command?: string } = {}) =>
  renderNotUnderstood({ sentence, closest, known, command: '/backups', ...more });

describe('what is not understood', () => {
  it('is one line, with the closest question as a button that asks it', () => {
    const message = render(['acme expiring 3d']);
    expect(visibleLines(message)).toEqual([`${sentence} Did you mean:`]);
    expect(controls(message)).toEqual(['acme expiring 3d']);
    expect(buttonValue(message, 'acme expiring 3d')).toBe('acme expiring 3d');
    expect(JSON.stringify(message.blocks)).toContain(`"action_id":"${actionIds.show}.0"`);
    expect(message.blocks).toHaveLength(2);
  });

  it('offers all that could be meant, each as a button', () => {
    const message = render(['acme dumps', 'hr dumps', 'group:emea dumps']);
    expect(visibleLines(message)).toEqual([`${sentence} Which one?`]);
    expect(controls(message)).toEqual(['acme dumps', 'hr dumps', 'group:emea dumps']);
    expect(buttonValue(message, 'group:emea dumps')).toBe('group:emea dumps');
  });

  it('shows as text to type what does not ask about backups', () => {
    const message = render(['digest now'], { command: '/b' });
    expect(visibleLines(message)).toEqual([`${sentence} Did you mean /b digest now?`]);
    expect(controls(message)).toEqual([]);
  });

  it('offers the form where a digest was to be set up', () => {
    const message = render(['digest on 09:00']);
    expect(visibleLines(message)).toEqual([`${sentence} Did you mean /backups digest on 09:00?`]);
    expect(controls(message)).toEqual(['Open the form']);
  });

  it('shows both where both could be meant', () => {
    const message = render(['help', 'hr']);
    expect(visibleLines(message)).toEqual([`${sentence} Which one: /backups help, or:`]);
    expect(controls(message)).toEqual(['hr']);
  });

  it('is never asked in a way that shares', () => {
    expect(controls(render(['acme share']))).toEqual([]);
  });

  it('ends with the one next step when nothing is near, and is not the help', () => {
    const message = render([], { command: '/docspace' });
    const line = `${sentence} Type /docspace help to see what can be asked.`;
    expect(visibleLines(message)).toEqual([line]);
    expect(message.blocks).toHaveLength(1);
    expect(message.text).toBe(`*${sentence}* Type \`/docspace help\` to see what can be asked.`);
  });

  it('names every suggestion in its text', () => {
    expect(render(['acme dumps', 'hr dumps', 'help']).text).toBe(
      `*${sentence}* Which one: \`/backups acme dumps\`, \`/backups hr dumps\` or \`/backups help\`?`,
    );
  });

  it('repeats what was typed without letting it act', () => {
    const message = render([], { sentence: 'No “<!channel> *x*\u202e”.' });
    expect(message.text).toMatch(/^\*`No “&lt;!channel&gt; \*x\*”\.`\* Type /);
  });
});
