import type { InputBlock, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../sandbox/slack/block-kit/validate-view.ts';
import { stateOfBlocks } from '../../sandbox/slack/interactions/element-state.ts';
import { renderDigestForm } from '../../src/messages/digest-form.ts';
import { describeProblem, renderFormNote } from '../../src/messages/digest-form-note.ts';
import { formInputs } from '../../src/messages/kit/actions.ts';
import type { Modal } from '../../src/messages/kit/modal.ts';
import {
  type DigestForm,
  type FilledView,
  type FormWish,
  readDigestForm,
} from '../../src/messages/parts/digest-form-state.ts';

const hour = 3_600_000;
const next = [new Date('2026-11-26T08:00:00Z'), new Date('2026-11-27T08:00:00Z')];
const usual: FormWish = {
  channel: 'C0SBBACKUPS',
  cron: '0 9 * * *',
  timeZone: 'Europe/Berlin',
  kind: 'all',
  expiringWithinMs: undefined,
  staleAfterMs: undefined,
};

function formOf(wish: Partial<FormWish> = {}, kept: Partial<FormWish> = wish): DigestForm {
  const { channel, cron } = { ...usual, ...kept };
  return { id: 'd1', kept: { channel, cron }, wish: { ...usual, ...wish } };
}

/** The form as Slack sends it, with what somebody entered since, by the input's id. */
function fill(view: Modal, entries: Record<string, string> = {}) {
  const values = stateOfBlocks(JSON.parse(JSON.stringify(view.blocks)), entries);
  return {
    private_metadata: view.private_metadata ?? '',
    state: { values: values as FilledView['state']['values'] },
  };
}

function inputOf(
  { blocks }: { readonly blocks: readonly KnownBlock[] },
  name: keyof typeof formInputs,
): InputBlock {
  const found = blocks.find((block) => block.block_id === formInputs[name]);
  if (found?.type !== 'input') throw new Error(`no input ${name}`);
  return found;
}

const wordsOf = (blocks: readonly KnownBlock[]) => JSON.stringify(blocks);
const render = (form: DigestForm, problem?: string) => renderDigestForm(form, { next, problem });

describe('the form of a digest', () => {
  const crons = [
    '0 9 * * *',
    '30 17 * * 1-5',
    '5 0 * * 1',
    '0 9,17 * * *',
    '0 9 1 * *',
    '*/10 8-20 * * mon-fri',
  ];
  const anyWindow = fc.option(
    fc.integer({ min: 1, max: 5_256_000 }).map((minutes) => minutes * 60_000),
    {
      nil: undefined,
    },
  );
  const anyWish: fc.Arbitrary<FormWish> = fc.record({
    channel: fc.constantFrom('C0SBBACKUPS', 'G0SBPRIVATE', 'D0SBANNA001', 'U0SBANNA001'),
    cron: fc.constantFrom(...crons),
    timeZone: fc.constantFrom(
      'UTC',
      'Asia/Kolkata',
      'Asia/Calcutta',
      'America/Argentina/Buenos_Aires',
      'Etc/GMT+5',
    ),
    kind: fc.constantFrom('all', 'problems'),
    expiringWithinMs: anyWindow,
    staleAfterMs: anyWindow,
  });

  it('keeps to the rules of Slack, whatever the digest is, and says what it was filled in with', () => {
    fc.assert(
      fc.property(anyWish, fc.option(fc.uuid(), { nil: undefined }), (wish, id) => {
        const form = { id, kept: { channel: wish.channel, cron: wish.cron }, wish };
        const view = render(form);
        expect(validateView(JSON.parse(JSON.stringify(view)))).toEqual([]);
        expect(JSON.stringify(view).length).toBeLessThan(150_000);
        expect(readDigestForm(fill(view))).toEqual({ form, errors: {} });
      }),
    );
  });

  it('offers every time zone once, with UTC, in groups that Slack takes', () => {
    const { element } = inputOf(render(formOf({ timeZone: 'Asia/Kolkata' })), 'zone');
    const groups = element.type === 'static_select' ? (element.option_groups ?? []) : [];
    const zones = groups.flatMap(({ options }) => options.map(({ value }) => value));
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toEqual(
      expect.arrayContaining([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kolkata']),
    );
    expect(groups.length).toBeLessThanOrEqual(100);
    expect(Math.max(...groups.map(({ options }) => options.length))).toBeLessThanOrEqual(100);
    const labels = groups.map(({ label }) => label.text);
    expect(labels).toEqual(expect.arrayContaining(['Africa', 'America, A to I', 'Europe', 'Other']));
    expect(wordsOf([inputOf(render(formOf()), 'zone')])).toContain('"America/New York"');
  });

  it('tells the bot when the time, the zone or the days are chosen, and shows the next deliveries', () => {
    const view = render(formOf());
    const blocks: readonly KnownBlock[] = view.blocks;
    const telling = blocks.filter((block) => block.type === 'input' && block.dispatch_action === true);
    expect(telling.map((block) => block.block_id)).toEqual([
      formInputs.time,
      formInputs.zone,
      formInputs.days,
    ]);
    expect(wordsOf(view.blocks)).toContain('Next, in your own time: <!date^1795680000^');
    expect(wordsOf(renderDigestForm(formOf(), { next: [] }).blocks)).toContain('No delivery is due');
  });

  it('is read with what was chosen', () => {
    const view = render(formOf());
    const entries = {
      [formInputs.channel]: 'C0SBGENERAL',
      [formInputs.time]: '17:05',
      [formInputs.zone]: 'America/New_York',
      [formInputs.days]: 'weekdays',
      [formInputs.kind]: 'problems',
      [formInputs.expiring]: String(72 * hour),
      [formInputs.stale]: String(36 * hour),
    };
    expect(readDigestForm(fill(view, entries))?.form.wish).toEqual({
      channel: 'C0SBGENERAL',
      cron: '5 17 * * 1-5',
      timeZone: 'America/New_York',
      kind: 'problems',
      expiringWithinMs: 72 * hour,
      staleAfterMs: 36 * hour,
    });
  });

  it.each([
    ['other days, whose time may be changed', '0 9 * * 1', 'keep', '30 10 * * 1'],
    ['several times a day, which stay', '0 9,17 * * *', 'keep', '0 9,17 * * *'],
    ['other days, which are given up', '0 9 * * 1', 'every-day', '30 10 * * *'],
    ['several times a day, which are given up', '0 9,17 * * *', 'weekdays', '30 10 * * 1-5'],
  ])('offers what no choice says: %s', (_, cron, days, expected) => {
    const view = render(formOf({ cron }));
    expect(wordsOf(view.blocks)).toContain(`As set: ${cron}`);
    const entries = { [formInputs.time]: '10:30', [formInputs.days]: days };
    const filled = readDigestForm(fill(view, entries))?.form;
    expect(filled?.wish.cron).toBe(expected);
    // The choice stays there when the form is shown again.
    expect(filled && wordsOf(render(filled).blocks)).toContain(`As set: ${cron}`);
  });

  it('offers each portal’s own windows first, and a window of its own that is none of the choices', () => {
    const { element } = inputOf(render(formOf({ expiringWithinMs: 90 * 60_000 })), 'expiring');
    const options = element.type === 'static_select' ? (element.options ?? []) : [];
    expect(options.map(({ text }) => text.text.replaceAll('\u00a0', ' '))).toEqual([
      'As set for each portal',
      ...['90 min before', '12 h before', '24 h before', '48 h before', '3 days before', '7 days before'],
    ]);
    expect(element).toMatchObject({ initial_option: { value: '5400000' } });
  });

  it('keeps a direct message, which no list of conversations has, unless a channel is picked', () => {
    const view = render(formOf({ channel: 'D0SBANNA001' }));
    expect(inputOf(view, 'channel')).toMatchObject({ optional: true });
    expect(inputOf(view, 'channel').element).not.toHaveProperty('initial_conversation');
    expect(readDigestForm(fill(view))?.form.wish.channel).toBe('D0SBANNA001');
    const picked = readDigestForm(fill(view, { [formInputs.channel]: 'C0SBGENERAL' }));
    expect(picked).toMatchObject({ errors: {}, form: { wish: { channel: 'C0SBGENERAL' } } });
    expect(inputOf(render(formOf()), 'channel')).not.toHaveProperty('optional');
  });

  it('names the inputs that are empty and may not be', () => {
    const view = render(formOf());
    const values = {
      [formInputs.channel]: {},
      [formInputs.time]: { [formInputs.time]: { selected_time: null } },
    };
    const { state, private_metadata } = fill(view);
    const emptied = readDigestForm({ private_metadata, state: { values: { ...state.values, ...values } } });
    expect(emptied?.errors).toEqual({
      [formInputs.channel]: 'Choose a channel.',
      [formInputs.time]: 'Choose a time.',
    });
    expect(emptied?.form.wish).toMatchObject({ channel: 'C0SBBACKUPS', cron: '0 9 * * *' });
  });

  it.each(['', 'no JSON', '[]', '{"channel":"C1"}', '{"cron":"0 9 * * *"}', 'null'])(
    'is not read when another version wrote it: %s',
    (private_metadata) => {
      expect(readDigestForm({ ...fill(render(formOf())), private_metadata })).toBeUndefined();
    },
  );

  it('is not read without a zone', () => {
    expect(readDigestForm({ ...fill(render(formOf())), state: { values: {} } })).toBeUndefined();
  });

  it('says above all inputs why it was not saved', () => {
    const view = render(formOf(), 'Slack said <no> & nothing else.');
    expect(view.blocks[0]).toMatchObject({
      type: 'section',
      text: { text: '*The digest was not saved.* Slack said &lt;no&gt; &amp; nothing else.' },
    });
  });
});

describe('what stands in the place of the form', () => {
  it.each([
    { kind: 'loading' },
    { kind: 'saving' },
    { kind: 'repeated' },
    { kind: 'outdated' },
    { kind: 'not-allowed' },
    { kind: 'not-looked-up' },
    { kind: 'failed' },
    { kind: 'gone', command: '/<b>' },
    { kind: 'done', what: 'set-up', channel: 'C0SBBACKUPS', next },
    { kind: 'done', what: 'unchanged', channel: 'C0SBBACKUPS', next: [] },
  ] as const)('keeps to the rules of Slack: $kind', (note) => {
    const view = renderFormNote(note);
    expect(validateView(JSON.parse(JSON.stringify(view)))).toEqual([]);
    expect(wordsOf(view.blocks)).not.toContain('<b>');
  });

  it.each([
    ['C0SBBACKUPS', 'saved', '*Saved.* <#C0SBBACKUPS> has been told.'],
    ['U0SBANNA001', 'set-up', '*The digest is set up.* <@U0SBANNA001> has been told.'],
    ['D0SBANNA001', 'set-up', '*The digest is set up.*'],
    ['C0SBBACKUPS', 'unchanged', '*Nothing was changed.*'],
  ] as const)('says who has been told: %s %s', (channel, what, text) => {
    const [first, second] = renderFormNote({ kind: 'done', what, channel, next }).blocks;
    expect(first).toMatchObject({ type: 'section', text: { text } });
    expect(wordsOf(second ? [second] : [])).toContain('Next, in your own time: ');
  });

  it.each([
    [{ kind: 'channel-not-allowed' }, formInputs.channel],
    [{ kind: 'outsiders' }, formInputs.channel],
    [{ kind: 'cannot-post', sentence: 'Invite the bot.' }, formInputs.channel],
    [{ kind: 'same-moment' }, formInputs.time],
    [{ kind: 'not-remembered' }, undefined],
  ] as const)('says of a problem which input it is about: %j', (problem, blockId) => {
    expect(describeProblem(problem)).toMatchObject({ blockId, sentence: expect.stringMatching(/\.$/) });
  });
});
