import { describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/stored-message.ts';
import { anna } from './pressed-button.ts';
import { startWorld, type World, wordsOf } from './start-world.ts';

async function ask(world: World, text: string): Promise<StoredMessage> {
  return (await world.slack.command({ text })).nextAnswer();
}

/** A world with one portal that has no backup at all, and one that is well. */
async function startTroubled(options = {}) {
  const world = await startWorld({ portals: ['acme', 'hr'], ...options });
  world.portal('hr').state.ownBackups = [];
  return world;
}

/** Presses the button with this value. */
async function press(world: World, message: StoredMessage, value: string): Promise<StoredMessage> {
  for (const { block_id: blockId, elements } of message.blocks) {
    const buttons = (Array.isArray(elements) ? elements : []) as { value?: string; action_id: string }[];
    const button = buttons.find((each) => each.value === value);
    if (button === undefined || typeof blockId !== 'string') continue;
    return (await world.slack.act({ message, actionId: button.action_id, blockId })).nextAnswer();
  }
  throw new Error(`nothing to press with the value ${value}`);
}

describe('a finding that somebody snoozes', () => {
  it('is silent for everybody, still counted, and counts again when it is undone', async () => {
    await using world = await startTroubled();
    const choice = await ask(world, 'snooze hr');
    expect(wordsOf(choice)).toContain('No backup at all');
    const done = await press(world, choice, 'snooze hr no-backups.own 7d');
    expect(done.ts).toBe(choice.ts);
    expect(done.text).toContain('snoozed by');
    const overview = await ask(world, '');
    expect(overview.text).toMatch(/^🟢 1 of 2 portals is backed up · 1\ssnoozed\n/);
    expect(overview.text).toContain(`snoozed by <@${anna}>`);
    await press(world, done, 'snooze hr no-backups.own off');
    expect((await ask(world, '')).text).toMatch(/^🔴 1 of 2 portals has a problem\n/);
  });

  it('counts again after its time', async () => {
    let now = new Date('2026-11-24T09:00:00Z');
    await using world = await startTroubled({ clock: () => now });
    await press(world, await ask(world, 'snooze hr'), 'snooze hr no-backups.own 1d');
    expect((await ask(world, 'hr')).text).toMatch(/1\ssnoozed/);
    now = new Date(now.getTime() + 25 * 3_600_000);
    expect((await ask(world, 'hr')).text).not.toContain('snoozed');
  });

  it('is still snoozed after a restart', async () => {
    await using world = await startTroubled();
    await press(world, await ask(world, 'snooze hr'), 'snooze hr no-backups.own change');
    await world.restart({});
    expect((await ask(world, 'hr')).text).toContain('snoozed by');
  });

  it('says so when it is over before the button is pressed', async () => {
    await using world = await startTroubled();
    const choice = await ask(world, 'snooze hr');
    world.portal('hr').state.ownBackups = world.portal('acme').state.ownBackups;
    const refresh = await ask(world, 'hr');
    const more = refresh.blocks.flatMap(({ elements }) => (Array.isArray(elements) ? elements : []));
    expect(more.length).toBeGreaterThan(0);
    await (
      await world.slack.act({ message: refresh, actionId: 'backups.more', entry: 'refresh:hr' })
    ).nextAnswer();
    expect(wordsOf(await press(world, choice, 'snooze hr no-backups.own 7d'))).toContain(
      'no longer so, and nothing was snoozed',
    );
  });

  it('is found by the beginning of its portal’s name, or by a button where it could be several', async () => {
    await using world = await startTroubled({ portals: ['hr-eu', 'hr', 'legal'] });
    expect((await ask(world, 'snooze LEG')).text).toContain('Snooze legal');
    const choice = await ask(world, 'snooze h');
    expect((await press(world, choice, 'snooze hr-eu')).text).toContain('Snooze hr-eu');
  });

  it('changes nothing while the database cannot be used, and says so', async () => {
    await using world = await startTroubled();
    const choice = await ask(world, 'snooze hr');
    await world.store.close();
    const answer = await press(world, choice, 'snooze hr no-backups.own 7d');
    expect(answer.text).toContain('can’t be looked up or changed just now');
    expect(wordsOf(await ask(world, 'acme'))).toContain('acme');
  });
});
