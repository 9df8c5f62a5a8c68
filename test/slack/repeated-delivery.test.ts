import { describe, expect, it } from 'vitest';
import { createActs } from '../../src/store/acts.ts';
import { describeOnEveryStore } from '../store/open-test-store.ts';
import { listen, pressed, typed } from './listening.ts';

const share = () => pressed({}, { action_id: 'backups.share' });

describeOnEveryStore('what Slack delivers to two copies of the bot', (open) => {
  const deliver = async (body: Record<string, unknown>) => {
    const opened = await open();
    const acts = createActs({ database: opened.store.database, teamId: () => 'T1' }, () => new Date(0));
    const copies = [await listen({ acts }), await listen({ acts })];
    const acks = await Promise.all(copies.map((copy) => copy.receive(body)));
    await opened.remove();
    expect(acks).toEqual([1, 1]);
    return copies.flatMap(({ asked }) => asked).length;
  };

  it.each([
    ['a typed share', typed({ text: 'acme share' })],
    ['a pressed share', share()],
    ['digest now', typed({ text: 'digest now' })],
  ])('acts once: %s', async (_, body) => {
    expect(await deliver(body)).toBe(1);
  });

  it('is answered by both when it changes nothing', async () => {
    expect(await deliver(typed())).toBe(2);
    expect(await deliver(pressed())).toBe(2);
  });
});

describe('what Slack delivers twice while the database cannot be used', () => {
  const acts = { claim: () => Promise.reject(new Error('no database')) };

  it.each([
    ['a typed share', typed({ text: 'acme share' })],
    ['a pressed share', share()],
  ])('acts once all the same, and is never silent: %s', async (_, body) => {
    const { receive, asked } = await listen({ acts });
    for (let count = 0; count < 2; count += 1) await receive(body);
    expect(asked).toHaveLength(1);
  });

  it('acts twice when it is typed twice', async () => {
    const { receive, asked } = await listen({ acts });
    for (let count = 0; count < 2; count += 1) await receive(typed({ text: 'acme share' }));
    expect(asked).toHaveLength(2);
  });
});
