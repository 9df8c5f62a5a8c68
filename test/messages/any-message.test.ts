import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../sandbox/slack/block-kit/validate-blocks.ts';
import { everything } from '../../src/backups/query.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { parseValue } from '../../src/commands/parse-command.ts';
import { formatQuery, parseExactQuery } from '../../src/commands/parse-query.ts';
import { parseSnoozeValue } from '../../src/commands/snooze-command.ts';
import { renderDigest } from '../../src/messages/digest.ts';
import { renderDigestAnnouncement } from '../../src/messages/digest-announcement.ts';
import { addBrokenDigest, renderDigestBroken } from '../../src/messages/digest-broken.ts';
import { renderDigestChoice, renderSetUpHow } from '../../src/messages/digest-choice.ts';
import { renderDigestList } from '../../src/messages/digest-list.ts';
import { renderExportAnswer } from '../../src/messages/export-answer.ts';
import { renderExport } from '../../src/messages/export-files.ts';
import { renderHelp } from '../../src/messages/help.ts';
import { actionIds } from '../../src/messages/kit/actions.ts';
import { countCharacters } from '../../src/messages/kit/budget.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { renderPlainText } from '../../src/messages/kit/plain-text.ts';
import { renderNotUnderstood } from '../../src/messages/not-understood.ts';
import { type Notice, renderNotice } from '../../src/messages/notice.ts';
import { renderSnooze } from '../../src/messages/snooze.ts';
import { anyDigest } from './any-digest.ts';
import { anyHalfRead, anyQuery, anyReadings, wildNames } from './any-readings.ts';
import {
  answer,
  backup,
  day,
  healthy,
  hour,
  now,
  plainDigest,
  read,
  reading,
  valuesOf,
  visibleLines,
} from './cast.ts';

const anyAudience = fc.constantFrom('asker', 'channel');

const command = '/backups';

const anyAnswer = (names: 'tame' | 'wild') =>
  anyReadings(names).chain((readings) => {
    const portalNames = readings.map(({ portal }) => portal.name);
    const input = fc.record({ query: anyQuery(readings), audience: anyAudience });
    return input.map((asked) => ({
      ...{ readings, portalNames, now, command, ...asked },
      sharedBy: asked.audience === 'channel' ? 'U0SHARER01' : undefined,
    }));
  });

function expectFit(message: Message): void {
  expect(validateBlocks(message.blocks, 'message')).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(45);
  expect(countCharacters(message.blocks)).toBeLessThanOrEqual(10_000);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.split('\n')).not.toContain('');
  expect(message.text.length).toBeLessThanOrEqual(3_000);
  expect(renderPlainText(message).text.length).toBeLessThanOrEqual(4_000);
}

/** Our own dates, links and channel mentions, and what is in code, can be distinguished from untrusted text. */
function withoutOurs(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^\d+\^[^|<>]*\|[^<>]*>/g, '')
    .replace(
      /<https?:[^|<>]*\|(Open the portal|Open API keys|Make one that stays|Make one|Check the list|Check the schedule|Check the storages?|Open payments)>/g,
      '',
    )
    .replaceAll('<@U0SHARER01>', '')
    .replaceAll('<#C0123456789>', '')
    .replace(/^> /gm, '')
    .replace(/`[^`\n]*`/g, '');
}

function expectInert(mrkdwn: string): void {
  const rest = withoutOurs(mrkdwn);
  expect(rest).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  expect(rest).not.toMatch(/LIVE|@|`|:\w+:/);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function expectHarmless(message: Message): void {
  for (const text of stringsIn(message)) expect(text).not.toMatch(/[^\P{C}\n]/u);
  const contexts = message.blocks.flatMap((block) =>
    block.type === 'context' ? stringsIn(block.elements) : [],
  );
  for (const mrkdwn of [message.text, renderPlainText(message).text, ...contexts]) expectInert(mrkdwn);
  for (const block of message.blocks) {
    if (block.type === 'header') expect(block.text.text).not.toMatch(/[<>]|:\w+:/);
    expect(['header', 'context', 'rich_text', 'divider', 'actions']).toContain(block.type);
  }
  const mentions = JSON.stringify(message.blocks).replaceAll('{"type":"user","user_id":"U0SHARER01"}', '');
  expect(mentions).not.toMatch(/"type":"(broadcast|user|usergroup|emoji)"/);
}

function expectVerdictFirst(message: Message): void {
  const emoji = /^(🔴|🟡|⚪|🟢) /u.exec(visibleLines(message)[0] ?? '')?.[1];
  expect(emoji).toBeDefined();
  expect(message.text.startsWith(`${emoji} `)).toBe(true);
}

describe('any answer', () => {
  it('is accepted by Slack, for any answers of the portals', () => {
    fc.assert(
      fc.property(anyAnswer('wild'), (input) => expectFit(answer(input))),
      { numRuns: 60 },
    );
  });

  it('lets no untrusted text act', () => {
    fc.assert(
      fc.property(anyAnswer('wild'), (input) => expectHarmless(answer(input))),
      { numRuns: 60 },
    );
  });

  it('begins with the same verdict in its blocks and its text', () => {
    fc.assert(
      fc.property(anyAnswer('wild'), (input) => expectVerdictFirst(answer(input))),
      { numRuns: 60 },
    );
  });

  it('is never green while a portal that was asked cannot be read', () => {
    fc.assert(
      fc.property(anyAnswer('wild'), (input) => {
        const { counts, portals } = assessReadings(input.readings, now);
        const { text } = answer({ ...input, query: { ...input.query, portal: undefined } });
        const isUnread = portals.some(({ findings }) => findings.some(({ kind }) => kind === 'cannot-read'));
        const { expiring, storage } = input.query;
        // A filter has a colour of its own: a problem elsewhere does not change it.
        const isProblem = counts.problem > 0 && expiring === undefined && storage === undefined;
        if (isUnread || isProblem) expect(text.startsWith('🟢')).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('has only values that are read back as they were meant', () => {
    fc.assert(
      fc.property(anyAnswer('tame'), (input) => {
        for (const value of valuesOf(answer(input))) {
          const known = { portals: input.portalNames, groups: [] };
          if (parseSnoozeValue(value, known.portals)?.kind === 'choose') continue;
          const { query, problems } = parseExactQuery(value.split(' '), known);
          expect(problems).toEqual([]);
          expect(formatQuery(query) || 'show').toBe(value);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has only actions that the listeners know, each with the query or the link it is for', () => {
    fc.assert(
      fc.property(anyAnswer('tame'), (input) => {
        for (const { id, carries } of actionsOf(answer(input))) {
          expect(Object.values<string>(actionIds)).toContain(id);
          expect(carries).toBe(id === actionIds.open ? 'link' : 'query');
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('any portals of which each has a list that could not be read', () => {
  /** What would claim something about a list that was not read. */
  const claims =
    /(?<![\d,.])0 of |no backups|none of |all \d|the only |Nothing in |[Nn]othing expires|backed up/;

  /** A finding about a list that was read. */
  const ofReadList = /(all \d+|both|the only) (backup|whole-server dump)s? expires?, none stays/g;

  function expectNoClaim(message: Message): void {
    const lines = [...visibleLines(message), ...message.text.split('\n')];
    for (const line of lines) expect(line.replace(ofReadList, '')).not.toMatch(claims);
    for (const first of [lines[0], message.text]) expect(first).not.toMatch(/^🟢/u);
  }

  it('are never said to have nothing, nor to be fine, for any query', () => {
    const input = anyHalfRead.chain((readings) =>
      fc.record({ readings: fc.constant(readings), query: anyQuery(readings), audience: anyAudience }),
    );
    fc.assert(
      fc.property(input, ({ readings, query, audience }) => {
        const portalNames = readings.map(({ portal }) => portal.name);
        const asked = readings.filter(({ portal }) => (query.portal ?? portal.name) === portal.name);
        const sharedBy = undefined;
        expectNoClaim(answer({ query, readings: asked, portalNames, now, audience, command, sharedBy }));
      }),
      { numRuns: 300 },
    );
  });

  it('are never said to have nothing, nor to be fine, in a digest', () => {
    fc.assert(
      fc.property(anyHalfRead, (readings) => {
        expectNoClaim(renderDigest({ ...plainDigest, verdict: assessReadings(readings, now) }));
      }),
      { numRuns: 100 },
    );
  });
});

function actionsOf({ blocks }: Message) {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return elements.map((element) => {
    const isSelect = element.type === 'static_select' || element.type === 'external_select';
    const isQuery =
      isSelect || element.type === 'overflow' || (element.type === 'button' && Boolean(element.value));
    const isLink = element.type === 'button' && element.url !== undefined;
    return { id: element.action_id, carries: isQuery && !isLink ? 'query' : isLink ? 'link' : 'nothing' };
  });
}

describe('any digest', () => {
  it('is accepted by Slack, lets no untrusted text act, and begins with the verdict', () => {
    fc.assert(
      fc.property(anyDigest('wild'), (input) => {
        const message = renderDigest(input);
        expectFit(message);
        expectHarmless(message);
        expectVerdictFirst(message);
      }),
      { numRuns: 60 },
    );
  });
});

/** Each notice with these words wherever text goes in. */
const anyNotice: { readonly [Kind in Notice['kind']]: (words: string) => Extract<Notice, { kind: Kind }> } = {
  reading: (words) => ({ kind: 'reading', portals: words.length }),
  'refused-stranger': () => ({ kind: 'refused-stranger' }),
  'refused-user': () => ({ kind: 'refused-user' }),
  'refused-channel': () => ({ kind: 'refused-channel' }),
  'digest-not-changed': (sentence) => ({ kind: 'digest-not-changed', sentence }),
  'digests-unknown': () => ({ kind: 'digests-unknown' }),
  'not-admin': () => ({ kind: 'not-admin' }),
  'digest-gone': () => ({ kind: 'digest-gone', command }),
  'form-not-opened': () => ({ kind: 'form-not-opened', command }),
  'digest-posted': (channel) => ({ kind: 'digest-posted', channel }),
  'digest-failed': (words) => ({ kind: 'digest-failed', channel: words, sentence: words }),
  'digest-uncertain': (channel) => ({ kind: 'digest-uncertain', channel }),
  'digest-interrupted': (channel) => ({ kind: 'digest-interrupted', channel }),
  'digest-already-running': () => ({ kind: 'digest-already-running' }),
  'digest-withheld': (channel) => ({ kind: 'digest-withheld', channel }),
  'share-failed': (sentence) => ({ kind: 'share-failed', sentence }),
  'share-uncertain': () => ({ kind: 'share-uncertain' }),
  'share-withheld': () => ({ kind: 'share-withheld', reason: 'unchecked' }),
  'outdated-button': (portal) => ({ kind: 'outdated-button', portal, command }),
  failed: (reference) => ({ kind: 'failed', reference }),
  'snooze-over': (portal) => ({ kind: 'snooze-over', portal, command }),
  'snoozes-unknown': () => ({ kind: 'snoozes-unknown' }),
  stopping: () => ({ kind: 'stopping' }),
};

/** Digests with these words wherever text goes in. */
const anyListed = fc.record({
  id: fc.uuid(),
  channel: fc.constantFrom('C0123456789', 'D0123456789', ...wildNames),
  cron: fc.constantFrom('0 9 * * *', '30 17 * * 1-5', '0 9,17 1 * *', '*/5 * * * *', ...wildNames),
  timeZone: fc.constantFrom('Europe/Berlin', 'America/Argentina/ComodRivadavia', ...wildNames),
  kind: fc.constantFrom('all' as const, 'problems' as const),
  state: fc.oneof(
    fc.constant({ kind: 'on' as const }),
    fc.constant({ kind: 'stopped' as const }),
    fc.record({
      kind: fc.constant('broken' as const),
      code: fc.constantFrom('is_archived', 'not_in_channel', 'channel_not_found', ...wildNames),
    }),
  ),
  nextDueAt: fc.constantFrom(undefined, now, new Date(now.getTime() + day), new Date(Number.NaN)),
  last: fc.option(
    fc.record({
      dueAt: fc.constantFrom(now, new Date(now.getTime() - day), new Date(Number.NaN)),
      state: fc.constantFrom(...(['waiting', 'sent', 'perhaps', 'given-up', 'skipped', 'quiet'] as const)),
      at: fc.constantFrom(undefined, now),
      sentence: fc.constantFrom(undefined, ...wildNames),
    }),
    { nil: undefined },
  ),
});

describe('any list of digests', () => {
  const anyList = fc.record({
    digests: fc.array(anyListed, { maxLength: 40 }),
    of: fc.constantFrom('channel' as const, 'person' as const),
    said: fc.constantFrom(undefined, ...wildNames),
    mayChange: fc.boolean(),
    now: fc.constant(now),
    command: fc.constant(command),
  });

  it('is accepted by Slack, lets no untrusted text act, and carries values that are read back', () => {
    fc.assert(
      fc.property(anyList, (input) => {
        const message = renderDigestList(input);
        expectFit(message);
        expectHarmless(message);
        for (const value of valuesOf(message)) {
          expect(parseValue(value, false, { portals: [], groups: [] }).kind).toBe('digest');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('asks which one is meant in a message that Slack accepts', () => {
    const anyChoice = fc.record({
      digests: fc.array(anyListed, { minLength: 2, maxLength: 40 }),
      verb: fc.constantFrom('stop' as const, 'preview' as const, 'now' as const),
      command: fc.constant(command),
    });
    fc.assert(
      fc.property(anyChoice, (input) => {
        const message = renderDigestChoice(input);
        expectFit(message);
        expectHarmless(message);
      }),
      { numRuns: 60 },
    );
    expectFit(renderSetUpHow(command));
  });

  it('says what somebody did in a message that Slack accepts', () => {
    const kinds = ['set-up', 'changed', 'stopped', 'resumed', 'not-kept'] as const;
    const anyAnnouncement = fc.record({
      by: fc.constant('U0SHARER01'),
      what: fc.oneof(
        fc.record({ kind: fc.constantFrom(...kinds) }),
        fc.record({ kind: fc.constant('moved-here' as const), from: fc.constantFrom(...wildNames) }),
        fc.record({ kind: fc.constant('moved-away' as const), to: fc.constantFrom(...wildNames) }),
      ),
      digest: anyListed,
    });
    fc.assert(
      fc.property(anyAnnouncement, (input) => {
        const message = renderDigestAnnouncement(input);
        expectFit(message);
        expectHarmless(message);
      }),
      { numRuns: 100 },
    );
  });

  it('tells whoever set one up that it stopped', () => {
    fc.assert(
      fc.property(anyListed, fc.constantFrom(...wildNames, 'is_archived'), (digest, code) => {
        const message = renderDigestBroken({ ...digest, code });
        expectFit(message);
        expectHarmless(message);
      }),
      { numRuns: 60 },
    );
  });

  it('can be followed by an answer that says that one no longer comes', () => {
    fc.assert(
      fc.property(anyAnswer('wild'), anyListed, (input, { channel, timeZone: code }) => {
        const message = addBrokenDigest(answer(input), { channel, code });
        expectFit(message);
        expectHarmless(message);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any help, error and notice', () => {
  const known = { portals: wildNames, groups: wildNames };
  const anyWords = fc.constantFrom(...wildNames, 'acme expiring', 'digest now', 'help');

  it('is accepted by Slack, for any names', () => {
    const message = renderHelp({ command, known });
    expectFit(message);
    expectHarmless(message);
  });

  it('is accepted by Slack, for anything that is not understood', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...wildNames),
        fc.array(anyWords, { maxLength: 5 }),
        (sentence, closest) => {
          const message = renderNotUnderstood({ command, known, sentence, closest });
          expectFit(message);
          expectHarmless(message);
        },
      ),
    );
  });

  it('is accepted by Slack, for any failure', () => {
    fc.assert(
      fc.property(fc.constantFrom(...wildNames), (words) => {
        for (const write of Object.values(anyNotice)) {
          const message = renderNotice(write(words));
          expectFit(message);
          expectHarmless(message);
        }
      }),
    );
  });
});

describe('a digest that has stopped', () => {
  it('is told in a message that Slack accepts', () => {
    const anyDigest = fc.record({
      id: fc.constant('0c5a6f2e-2f52-4e39-a6f5-1f3a8b7c9d10'),
      channel: fc.constantFrom('D0123456789', ...wildNames),
      cron: fc.constantFrom('0 9 * * 1-5', '0 9,15 * * *', ...wildNames),
      timeZone: fc.constantFrom('Europe/Berlin', ...wildNames),
      kind: fc.constantFrom('all' as const, 'problems' as const),
      code: fc.constantFrom('is_archived', 'not_in_channel', 'channel_not_found', ...wildNames),
    });
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const message = renderDigestBroken(digest);
        expectFit(message);
        expectHarmless(message);
      }),
    );
  });
});

describe('any choice of what to snooze', () => {
  it('is accepted by Slack, lets no untrusted text act, and carries values that are read back', () => {
    fc.assert(
      fc.property(anyReadings('tame'), (readings) => {
        const known = { portals: readings.map(({ portal }) => portal.name), groups: [] };
        for (const verdict of assessReadings(readings, now).portals) {
          const message = renderSnooze(verdict, now);
          expectFit(message);
          expectHarmless(message);
          for (const value of valuesOf(message)) {
            expect(['snooze', 'show']).toContain(parseValue(value, false, known).kind);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('any answer to an export', () => {
  it('is accepted by Slack and lets no untrusted text act', () => {
    const anyOutcome = fc.constantFrom(
      { kind: 'sent' as const },
      { kind: 'not-allowed' as const },
      ...(['failed', 'uncertain'] as const).map((kind) => ({ kind, code: 'internal_error' })),
    );
    fc.assert(
      fc.property(anyReadings('wild'), anyOutcome, (readings, outcome) => {
        const message = renderExportAnswer(renderExport(readings, { name: 'backups', now }), outcome);
        expectFit(message);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any message', () => {
  it('is one of these', () => {
    // A dialog is no message: the test of the form checks what Slack and its readers need.
    const dialogs = 'test/messages/digest-form.test.ts';
    const held = ['test/messages/any-message.test.ts', 'src/messages/answer.ts', dialogs]
      .map((path) => readFileSync(path, 'utf8'))
      .join();
    const messages = readdirSync('src/messages').filter(
      (file) => file.endsWith('.ts') && file !== 'answer.ts',
    );
    expect(messages.length).toBeGreaterThan(4);
    expect(messages.filter((file) => !held.includes(`/${file}'`))).toEqual([]);
  });
});

describe('a very long history', () => {
  it('is rendered before a reader notices', () => {
    const backups = Array.from({ length: 10_000 }, (_, index) => backup(((index * 7_919) % 10_000) * hour));
    const readings = [reading('acme', read(backups)), healthy('hr')];
    const query = { ...everything, portal: 'acme', page: 400 };
    const input = {
      query,
      readings: readings.slice(0, 1),
      portalNames: ['acme', 'hr'],
      now,
      audience: 'asker',
      command,
      sharedBy: undefined,
    } as const;
    // Measured in processor time, because a busy machine may be slow.
    const tookMicroseconds = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      answer(input);
      return process.cpuUsage(start).user;
    });
    expect(Math.min(...tookMicroseconds)).toBeLessThan(200_000);
  });
});
