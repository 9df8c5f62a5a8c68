import { describe, expect, it } from 'vitest';
import { everything, type Query } from '../../src/backups/query.ts';
import type { Reading } from '../../src/backups/reading.ts';
import { select } from '../../src/backups/select.ts';
import type { Snooze } from '../../src/backups/snooze.ts';
import { assessReading, assessReadings } from '../../src/backups/verdict.ts';
import { renderAnswer } from '../../src/messages/answer.ts';
import { renderDigest } from '../../src/messages/digest.ts';
import { renderSnooze } from '../../src/messages/snooze.ts';
import {
  backup,
  controls,
  day,
  failed,
  healthy,
  hour,
  now,
  plainDigest,
  read,
  reading,
  valuesOf,
  visibleLines,
} from './cast.ts';

const tomorrow = new Date(now.getTime() + day);

function snooze(portal: string, finding: Snooze['finding'], until: Snooze['until']): Snooze {
  return { portal, finding, until, by: 'U0ANN00001', at: now };
}

const forADay = { kind: 'moment', at: tomorrow } as const;
const legal = reading('legal', failed({ kind: 'key-refused' }));
const hr = reading('hr', read([backup(9 * day), backup(10 * day, { leftMs: hour })]));
const legalSnoozed = snooze('legal', 'cannot-read.own', forADay);

function answer(readings: readonly Reading[], snoozes: readonly Snooze[], query: Partial<Query> = {}) {
  const asked = { ...everything, ...query };
  const found = readings.filter(({ portal }) => query.portal === undefined || portal.name === query.portal);
  const verdict = assessReadings(found, now, snoozes);
  const selection = select(asked, verdict, { portalCount: readings.length, now });
  const portalNames = readings.map(({ portal }) => portal.name);
  return renderAnswer(selection, {
    ...{ portalNames, now, audience: 'asker', command: '/backups', sharedBy: undefined },
  });
}

describe('an overview with something snoozed', () => {
  it('counts it in the headline, and says by whom and until when', () => {
    const message = answer([legal, healthy('acme'), healthy('design')], [legalSnoozed]);
    const lines = visibleLines(message);
    expect(lines[0]).toBe('🟢 2 of 3 portals are backed up · 1 snoozed');
    expect(lines.at(-1)).toBe(
      '💤 legal · the key was refused · snoozed by <@U0ANN00001> until [2026-11-25 08:00 UTC]',
    );
    expect(message.text).toContain('snoozed by <@U0ANN00001>');
  });

  it('counts it too where its portal has another finding', () => {
    const message = answer([hr, healthy('acme')], [snooze('hr', 'stale.own', forADay)]);
    expect(visibleLines(message)[0]).toBe('🟡 1 of 2 portals has backups that expire soon · 1 snoozed');
  });

  it('says so when every portal is snoozed', () => {
    const other = reading('field', failed({ kind: 'key-refused' }));
    const snoozes = [legalSnoozed, snooze('field', 'cannot-read.own', { kind: 'change', from: 'x' })];
    const open = answer([legal, other], snoozes);
    expect(visibleLines(open)[0]).toBe('🔴 1 of 2 portals can’t be read · 1 snoozed');
    const all = answer([legal], [legalSnoozed]);
    expect(visibleLines(all)[0]).toBe('💤 legal · 1 snoozed');
  });

  it('names five and counts the rest', () => {
    const names = Array.from({ length: 7 }, (_, index) => `north-${index}`);
    const readings = names.map((name) => reading(name, failed({ kind: 'key-refused' })));
    const snoozes = names.map((name) => snooze(name, 'cannot-read.own', forADay));
    const lines = visibleLines(answer([...readings, healthy('acme')], snoozes));
    expect(lines.filter((row) => row.startsWith('💤'))).toHaveLength(5);
    expect(lines.at(-1)).toBe('+ 2 more snoozed');
    expect(lines[0]).toBe('🟢 1 of 8 portals is backed up · 7 snoozed');
  });

  it('does not list it among the problems', () => {
    const message = answer([legal, hr, healthy('acme')], [legalSnoozed], { problems: true });
    expect(message.text).not.toContain('*legal* · the key was refused\n');
    expect(visibleLines(message)[0]).toBe('🟡 1 of 3 portals needs a look · 1 snoozed');
  });
});

describe('an answer of which a filter hides what is snoozed', () => {
  it.each<[string, Partial<Query>, string]>([
    ['what expires', { expiring: 'window' }, '1 of 9 known backups expires within 48 h · 1 snoozed'],
    ['one storage', { storage: 'room' }, '⚪ Nothing known in backup rooms · 1 snoozed'],
    ['what expires in one portal', { expiring: 'window', portal: 'hr' }, 'expires within 48 h · 1 snoozed'],
    ['one storage of one portal', { storage: 'room', portal: 'hr' }, ' · 1 snoozed'],
  ])('counts it in the headline: %s', (_what, query, title) => {
    const snoozes = query.portal === undefined ? [legalSnoozed] : [snooze('hr', 'stale.own', forADay)];
    const [first] = visibleLines(answer([legal, hr, healthy('acme')], snoozes, query));
    expect(first).toContain(title);
  });

  it('counts it where all else is well', () => {
    const snoozes = [snooze('hr', 'stale.own', forADay), snooze('hr', 'expiring.own', forADay)];
    const [first] = visibleLines(answer([hr, healthy('acme')], snoozes, { storage: 'third-party' }));
    expect(first).toMatch(/ · 2 snoozed$/);
  });
});

describe('a digest with something snoozed', () => {
  const digestOf = (readings: readonly Reading[], snoozes: readonly Snooze[]) =>
    visibleLines(renderDigest({ ...plainDigest, verdict: assessReadings(readings, now, snoozes) }));

  it('counts it in the headline of a good day, which stays short', () => {
    expect(digestOf([legal, healthy('acme'), healthy('design')], [legalSnoozed])).toEqual([
      '🟢 2 of 3 portals are backed up · 1 snoozed',
      '💤 legal · the key was refused · snoozed by <@U0ANN00001> until [2026-11-25 08:00 UTC]',
      expect.stringContaining('nothing expires within 48 h'),
    ]);
  });

  it('does not say that nothing expires when what expires is snoozed', () => {
    const soon = reading('hr', read([backup(hour, { leftMs: hour }), backup(day)]));
    const lines = digestOf([soon, healthy('acme')], [snooze('hr', 'expiring.own', forADay)]);
    expect(lines[0]).toContain('snoozed');
    expect(lines.join('\n')).not.toContain('nothing expires');
  });
});

describe('the history of a portal with something snoozed', () => {
  it('says what, by whom and until when, and offers to undo it behind ⋯', () => {
    const changing = snooze('legal', 'cannot-read.own', { kind: 'change', from: '' });
    const message = answer([legal, healthy('acme')], [legalSnoozed], { portal: 'legal' });
    expect(visibleLines(message)).toContain(
      '💤 the key was refused · snoozed by <@U0ANN00001> until [2026-11-25 08:00 UTC]',
    );
    expect(controls(message).at(-1)).toContain('Snooze…');
    expect(valuesOf(message)).toContain('snooze legal');
    expect(answer([legal, healthy('acme')], [changing], { portal: 'legal' }).text).not.toContain('snoozed');
  });

  it('has nothing to snooze where all is well', () => {
    const message = answer([healthy('acme'), healthy('design')], [], { portal: 'acme' });
    expect(controls(message).join()).not.toContain('Snooze');
  });
});

describe('the choice of what to snooze', () => {
  it('offers a day, a week and until it changes for each finding', () => {
    const message = renderSnooze(assessReading(hr, now), now);
    expect(visibleLines(message).slice(0, 2)).toEqual([
      '💤 Snooze hr',
      'What you snooze is silent for everybody, in answers and in digests. It is still counted as snoozed.',
    ]);
    expect(controls(message)).toEqual([
      ...['For a day', 'For a week', 'Until it changes', 'For a day', 'For a week', 'Until it changes'],
      '‹ Back',
    ]);
    expect(valuesOf(message)).toEqual([
      ...['snooze hr expiring.own 1d', 'snooze hr expiring.own 7d', 'snooze hr expiring.own change'],
      ...['snooze hr stale.own 1d', 'snooze hr stale.own 7d', 'snooze hr stale.own change', 'hr'],
    ]);
  });

  it('offers to undo what is snoozed', () => {
    const message = renderSnooze(assessReading(legal, now, [legalSnoozed]), now);
    expect(controls(message)).toEqual(['Undo', '‹ Back']);
    expect(valuesOf(message)[0]).toBe('snooze legal cannot-read.own off');
  });

  it('says so when there is nothing', () => {
    expect(visibleLines(renderSnooze(assessReading(healthy('acme'), now), now))[1]).toBe(
      'There is nothing to snooze.',
    );
  });
});
