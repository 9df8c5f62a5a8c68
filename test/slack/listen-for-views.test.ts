import { describe, expect, it } from 'vitest';
import type { SubscriptionWish } from '../../src/digest/subscription.ts';
import { formInputs } from '../../src/messages/kit/actions.ts';
import { anna, backups, type FormRig, now, startFormRig } from './form-rig.ts';

const change = { by: anna, at: now, nextDueAt: undefined };
const wish: SubscriptionWish = {
  ...{ channel: backups, cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', kind: 'problems' },
  ...{ expiringWithinMs: 3_600_000, staleAfterMs: undefined },
};

const wordsOf = (rig: FormRig) => JSON.stringify(rig.top().content);
const toldIn = ({ slack }: FormRig, channelId: string) =>
  slack.store.messages({ channelId }).map(({ text }) => text);
const seconds = (iso: string) => String(Date.parse(iso) / 1_000);

describe('the form of a digest', () => {
  it('opens for a new one, with this channel and the zone of who asks', async () => {
    const rig = await startFormRig();
    await rig.ask();
    expect(rig.opened).toEqual([true]);
    expect(rig.top().content).toMatchObject({ title: { text: 'New digest' } });
    expect(wordsOf(rig)).toContain(`"initial_conversation":"${backups}"`);
    expect(wordsOf(rig)).toContain('"initial_option":{"text":{"type":"plain_text","text":"Europe/Berlin"');
    expect(wordsOf(rig)).toContain(seconds('2026-11-26T08:00:00Z'));
  });

  it('opens for one that is there, with what it is', async () => {
    const rig = await startFormRig();
    const { subscription } = await rig.subscriptions.put(wish, change);
    await rig.ask(subscription.id);
    expect(rig.top().content).toMatchObject({ title: { text: 'Change digest' } });
    expect(wordsOf(rig)).toContain('"initial_option":{"text":{"type":"plain_text","text":"Monday to Friday"');
    expect(wordsOf(rig)).toContain('"value":"3600000"');
  });

  it('follows the zone, the time and the days with the next deliveries', async () => {
    const rig = await startFormRig();
    await rig.ask();
    const choose = (actionId: string, entry: string) =>
      rig.slack.actInView({ view: rig.top(), actionId, entry });
    expect((await choose(formInputs.zone, 'America/New_York')).acked).toBe(true);
    await rig.showing(seconds('2026-11-25T14:00:00Z'));
    await choose(formInputs.time, '06:30');
    await rig.showing(seconds('2026-11-26T11:30:00Z'));
    await choose(formInputs.days, 'weekdays');
    await rig.showing(seconds('2026-11-30T11:30:00Z'));
  });

  it('is saved as it was filled in, and the channel is told', async () => {
    const rig = await startFormRig();
    await rig.ask();
    const entries = {
      [formInputs.channel]: 'C0SBGENERAL',
      [formInputs.time]: '17:05',
      [formInputs.kind]: 'problems',
    };
    const submitted = await rig.slack.submitView({ view: rig.top(), entries });
    expect(submitted).toMatchObject({ acked: true, errors: {} });
    expect(wordsOf(rig)).toContain('*The digest is set up.* <#C0SBGENERAL> has been told.');
    expect(wordsOf(rig)).toContain(seconds('2026-11-25T16:05:00Z'));
    expect(await rig.subscriptions.ofChannel('C0SBGENERAL')).toMatchObject([
      { cron: '5 17 * * *', timeZone: 'Europe/Berlin', kind: 'problems', createdBy: anna },
    ]);
    expect(toldIn(rig, 'C0SBGENERAL')).toEqual([expect.stringContaining('17:05, every day, Europe/Berlin')]);
  });

  it('changes the one that it was opened for', async () => {
    const rig = await startFormRig();
    const { subscription } = await rig.subscriptions.put(wish, change);
    await rig.ask(subscription.id);
    await rig.slack.submitView({ view: rig.top(), entries: { [formInputs.time]: '10:00' } });
    expect(wordsOf(rig)).toContain(`*Saved.* <#${backups}> has been told.`);
    expect(await rig.subscriptions.all()).toMatchObject([{ id: subscription.id, cron: '0 10 * * 1-5' }]);
  });

  it('says so when nothing was changed, and tells nobody', async () => {
    const rig = await startFormRig();
    const { subscription } = await rig.subscriptions.put(wish, change);
    await rig.ask(subscription.id);
    await rig.slack.submitView({ view: rig.top() });
    expect(wordsOf(rig)).toContain('*Nothing was changed.*');
    expect(toldIn(rig, backups)).toEqual([]);
  });

  it('stays open and names the input when it cannot work, and works when that was put right', async () => {
    const rig = await startFormRig();
    await rig.ask();
    const entries = { [formInputs.channel]: 'C0SBRANDOM1' };
    const refused = await rig.slack.submitView({ view: rig.top(), entries });
    expect(refused.errors).toEqual({ [formInputs.channel]: expect.stringContaining('/invite') });
    expect(await rig.subscriptions.all()).toEqual([]);
    await rig.slack.submitView({ view: rig.top() });
    expect(wordsOf(rig)).toContain('*The digest is set up.*');
  });

  it('names the time when the channel has another digest then', async () => {
    const rig = await startFormRig();
    await rig.subscriptions.put({ ...wish, cron: '0 10 * * *' }, change);
    const { subscription } = await rig.subscriptions.put(wish, change);
    await rig.ask(subscription.id);
    const entries = { [formInputs.time]: '10:00' };
    const { errors } = await rig.slack.submitView({ view: rig.top(), entries });
    expect(errors).toEqual({ [formInputs.time]: expect.stringContaining('another digest at that time') });
  });

  it('may be closed, and nothing happens', async () => {
    const rig = await startFormRig();
    await rig.ask();
    await rig.slack.closeView(rig.top());
    expect(rig.slack.store.modals(anna)).toEqual([]);
    expect(await rig.subscriptions.all()).toEqual([]);
  });
});

describe('whoever may not', () => {
  it('gets no form to change digests', async () => {
    const rig = await startFormRig({ access: { admins: new Set(['U0SBBEN0001']) } });
    await rig.ask();
    expect(wordsOf(rig)).toContain('ALLOWED_ADMINS');
    expect(rig.top().content).not.toHaveProperty('submit');
  });

  it('is refused when the form is submitted', async () => {
    const users = new Set<string>();
    const rig = await startFormRig({ access: { users } });
    await rig.ask();
    users.add('U0SBBEN0001');
    await rig.slack.submitView({ view: rig.top() });
    expect(wordsOf(rig)).toContain('You are not on the list of people who may ask.');
    expect(await rig.subscriptions.all()).toEqual([]);
    expect(rig.entries).toContainEqual({
      level: 'info',
      message: 'Request refused',
      fields: { reason: 'user', user: anna },
    });
  });

  it('needs no channel of a list: where a digest may go is said when it is saved', async () => {
    const rig = await startFormRig({ access: { channels: new Set(['C0SBGENERAL', backups]) } });
    await rig.ask();
    const entries = { [formInputs.channel]: 'C0SBPRIVATE' };
    const { errors } = await rig.slack.submitView({ view: rig.top(), entries });
    expect(errors).toEqual({ [formInputs.channel]: expect.stringContaining('ALLOWED_CHANNELS') });
  });
});

describe('a digest that is gone', () => {
  it('has no form', async () => {
    const rig = await startFormRig();
    await rig.ask('d-unknown');
    expect(wordsOf(rig)).toContain('This digest is no longer there. Type `/backups digest`');
  });
});

describe('a trigger that Slack no longer takes', () => {
  it('opens nothing, which the asker can be told', async () => {
    const rig = await startFormRig();
    rig.slack.rules.triggerTtlMs = -1;
    await rig.ask();
    expect(rig.opened).toEqual([false]);
    expect(rig.entries).toContainEqual({
      level: 'warn',
      message: 'A form did not open',
      fields: expect.objectContaining({ code: 'expired_trigger_id' }),
    });
  });

  it('is no failure when another delivery of the same click has opened it', async () => {
    const rig = await startFormRig();
    rig.slack.failApi('views.open', { kind: 'error', error: 'exchanged_trigger_id' });
    await rig.ask();
    expect(rig.opened).toEqual([true]);
  });
});
