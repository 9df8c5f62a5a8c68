import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/commands/parse-command.ts';
import { helpLines, usageHint } from '../../src/commands/words.ts';

describe('the help', () => {
  it.each(helpLines('acme', 'emea'))('names only what is understood: “$typed”', ({ typed, shows }) => {
    expect(parseCommand(typed, { portals: ['acme'], groups: ['emea'] }).kind).not.toBe('not-understood');
    expect(shows).not.toBe('');
  });

  it('has an example with a storage, and names all storages', () => {
    expect(helpLines('acme', 'emea')).toContainEqual({
      typed: 'acme room',
      shows: 'one storage: room, drive, temporary, third-party, local',
    });
  });

  it('has a hint of one line', () => {
    expect(usageHint).toBe(
      '[portal | group:name] [expiring 3d] [problems] [dumps | all] [room | drive | temporary | third-party | local] [files] [share] or digest [on 09:00 | off | now] or export or help',
    );
  });
});
