import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Backup, Storage, StorageKind } from '../../src/backups/backup.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Portal } from '../../src/backups/portal.ts';
import { everything, type Query } from '../../src/backups/query.ts';
import type { HistoryPart, Part, Reading } from '../../src/backups/reading.ts';
import { select } from '../../src/backups/select.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { parseMenuChoice } from '../../src/commands/menu-choice.ts';
import { renderAnswer } from '../../src/messages/answer.ts';
import type { DigestInput } from '../../src/messages/digest.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import type { AnswerContext } from '../../src/messages/parts/answer-buttons.ts';

export const now = new Date('2026-11-24T08:00:00Z');
export const hour = 3_600_000;
export const day = 24 * hour;

export function portal(name: string, more: Partial<Portal> = {}): Portal {
  const policy = { expiringWithinMs: 48 * hour, staleAfterMs: 7 * day };
  return { name, url: `https://${name}.example.com`, group: undefined, dumps: false, policy, ...more };
}

/** A valid record, `ageMs` old; `leftMs` is the time until it expires. */
export function backup(
  ageMs: number,
  more: Partial<Backup> & { readonly in?: StorageKind; readonly leftMs?: number } = {},
): Backup {
  const { in: kind = 'third-party', leftMs, ...fields } = more;
  const storage: Storage = { kind };
  return {
    id: undefined,
    fileName: `made-${ageMs / hour}h-ago.tar.gz`,
    storage,
    createdAt: new Date(now.getTime() - ageMs),
    expiry: leftMs === undefined ? { kind: 'never' } : { kind: 'at', at: new Date(now.getTime() + leftMs) },
    dump: false,
    oddFields: [],
    ...fields,
  };
}

export function read(backups: readonly Backup[], more: Partial<HistoryPart> = {}): HistoryPart {
  return { part: 'own', readAt: now, answer: { kind: 'read', backups }, ...more };
}

export function failed(failure: ReadFailure, part: Part = 'own'): HistoryPart {
  return { part, readAt: now, answer: { kind: 'failed', failure } };
}

export function reading(name: string, ...histories: readonly HistoryPart[]): Reading {
  return { portal: portal(name), histories };
}

/** The same of a server that makes whole-server dumps. */
export function server(name: string, ...histories: readonly HistoryPart[]): Reading {
  return { portal: portal(name, { dumps: true }), histories };
}

/** A portal with one backup a day, the newest `ageMs` old. */
export function healthy(name: string, ageMs = 6 * hour, count = 7): Reading {
  return reading(name, read(Array.from({ length: count }, (_, index) => backup(ageMs + index * day))));
}

/** What a digest says when there is nothing more to say than the verdict. */
export const plainDigest: Omit<DigestInput, 'verdict'> = {
  now,
  next: undefined,
  audience: 'channel',
  kind: 'all',
  expiringWithinMs: undefined,
  staleAfterMs: undefined,
  news: new Map(),
  changes: undefined,
  delivery: { late: undefined, mayRepeat: false, skipped: [] },
};

/** What the asker would see. */
export function ask(
  query: Partial<Query>,
  readings: readonly Reading[],
  more: { readonly audience?: 'asker' | 'channel'; readonly portalNames?: readonly string[] } = {},
): Message {
  const portalNames = more.portalNames ?? readings.map(({ portal: { name } }) => name);
  const audience = more.audience ?? 'asker';
  const sharedBy = audience === 'channel' ? 'U0SHARER01' : undefined;
  const command = '/backups';
  return answer({
    query: { ...everything, ...query },
    readings,
    portalNames,
    now,
    audience,
    command,
    sharedBy,
  });
}

/** A question, the answers of the portals, and who the answer is for. */
export interface AnswerInput extends AnswerContext {
  readonly query: Query;
  readonly readings: readonly Reading[];
}

/** Judges, selects and renders, as answering does. */
export function answer({ query, readings, ...context }: AnswerInput): Message {
  const { now: at, portalNames } = context;
  const verdict = assessReadings(readings, at);
  return renderAnswer(select(query, verdict, { portalCount: portalNames.length, now: at }), context);
}

/** What a reader reads in the blocks, line by line; dates as their fallback in brackets. */
export function visibleLines({ blocks }: Message): string[] {
  return blocks.flatMap(linesOf).map(withPlainSpaces);
}

/** A no-break space between a number and its unit looks like any other. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll('\u00A0', ' ');
}

/** Labels of everything that can be pressed or picked from. */
export function controls({ blocks }: Message): string[] {
  return elementsOf(blocks).map((element) => {
    if (element.type === 'button') return element.text.text;
    if (element.type === 'overflow') return `⋯ ${element.options.map(({ text }) => text.text).join(', ')}`;
    const isSelect = element.type === 'static_select' || element.type === 'external_select';
    return isSelect ? `${element.placeholder?.text} ▾` : element.type;
  });
}

/** Every text that comes back to us when something is pressed or picked. */
export function valuesOf({ blocks }: Message): string[] {
  return elementsOf(blocks).flatMap((element) => {
    if (element.type === 'static_select') return (element.options ?? []).map(({ value }) => value ?? '');
    if (element.type === 'overflow') return element.options.flatMap(({ value }) => queriesOf(value ?? ''));
    return element.type === 'button' && element.url === undefined ? [element.value ?? ''] : [];
  });
}

function queriesOf(value: string): string[] {
  const choice = parseMenuChoice(value);
  return choice.kind === 'open' ? [] : [choice.query];
}

/** The value behind a button's label. */
export function buttonValue(message: Message, label: string): string | undefined {
  const button = elementsOf(message.blocks).find(
    (element) => element.type === 'button' && element.text.text === label,
  );
  return button?.type === 'button' ? button.value : undefined;
}

function elementsOf(blocks: readonly KnownBlock[]) {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}

function linesOf(block: KnownBlock): string[] {
  if (block.type === 'header') return [block.text.text];
  if (block.type === 'context')
    return block.elements.map((it) => (it.type === 'mrkdwn' ? undate(it.text) : ''));
  if (block.type !== 'rich_text') return [];
  return block.elements.flatMap((part) => {
    if (part.type === 'rich_text_section') return textOf(part.elements).split('\n');
    if (part.type === 'rich_text_quote')
      return textOf(part.elements)
        .split('\n')
        .map((row) => `> ${row}`);
    return part.type === 'rich_text_list' ? part.elements.map(({ elements }) => `• ${textOf(elements)}`) : [];
  });
}

function textOf(elements: readonly RichTextElement[]): string {
  return elements
    .map((element) => {
      if (element.type === 'text') return element.text;
      if (element.type === 'date') return `[${element.fallback}]`;
      if (element.type === 'link') return `<${element.text}>`;
      if (element.type === 'user') return `<@${element.user_id}>`;
      return element.type === 'channel' ? `#${element.channel_id}` : '';
    })
    .join('');
}

function undate(mrkdwn: string): string {
  return mrkdwn.replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]');
}
