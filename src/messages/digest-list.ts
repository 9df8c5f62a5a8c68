import type { KnownBlock, RichTextElement, RichTextSection } from '@slack/types';
import { formatDigestOff } from '../commands/digest-command.ts';
import { formatSetUp } from '../commands/digest-set-up.ts';
import { actions, header } from './kit/blocks.ts';
import { joinLines } from './kit/budget.ts';
import { capitalise, cleanText, quoteMrkdwn, quotePlain } from './kit/clean-text.ts';
import { isShowable } from './kit/dates.ts';
import { messageLimits, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, joinDots, line, plain, richText } from './kit/rich-text.ts';
import { digestControls, type PressableDigest, setUpButton } from './parts/digest-buttons.ts';
import { brokenChannelSentence } from './words/broken-channels.ts';
import { counted } from './words/counts.ts';
import { agoWords, inWords } from './words/durations.ts';
import { placeElements } from './words/places.ts';
import { scheduleWords } from './words/schedules.ts';
import { sentenceElements } from './words/sentences.ts';

/** A digest as the list tells it. */
export interface ListedDigest extends PressableDigest {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  readonly state: { readonly kind: 'on' | 'stopped' } | { readonly kind: 'broken'; readonly code: string };
  readonly nextDueAt: Date | undefined;
  readonly last: LastDelivery | undefined;
}

/** What became of its newest delivery. */
interface LastDelivery {
  readonly dueAt: Date;
  readonly state: 'waiting' | 'sent' | 'perhaps' | 'given-up' | 'skipped' | 'quiet';
  readonly at: Date | undefined;
  /** What went wrong, and the next step. */
  readonly sentence: string | undefined;
}

/** Everything the list is rendered from. */
export interface DigestListInput {
  readonly digests: readonly ListedDigest[];
  /** Those of the channel it was asked in, or all that the asker set up. */
  readonly of: 'channel' | 'person';
  /** What the asker just did, or why nothing was done; `undefined` when they only look. */
  readonly said: string | undefined;
  /** Whether the asker may set up, change and stop digests. */
  readonly mayChange: boolean;
  readonly now: Date;
  /** The app's own command, such as `/backups`. */
  readonly command: string;
}

/** With two blocks each, what one message can hold. */
const mostShown = 15;

/** Each digest: when it comes, what it tells, the last and the next one, what went wrong; with buttons. */
export function renderDigestList(input: DigestListInput): Message {
  const { digests } = input;
  if (digests.length === 0) return renderNone(input);
  const shown = digests.toSorted(brokenFirst).slice(0, mostShown);
  const title = cleanText(input.said ?? '', shownLimits.sentence) || titleOf(input);
  const all = shown.map((digest) => ({ digest, lines: describeDigest(digest, input) }));
  const last = [...moreLine(digests.length - shown.length, input), ...adminLine(input)];
  const lines = [...all.flatMap((each) => each.lines), ...last];
  return {
    text: joinLines([quoteMrkdwn(title), ...lines.map((each) => linesAsMrkdwn([each]))], messageLimits.text),
    blocks: [
      header(quotePlain(title)),
      ...all.flatMap(({ digest, lines: own }) => [
        ...block(own),
        ...actions(digestControls(digest, input.mayChange)),
      ]),
      ...block(last),
      ...(input.mayChange ? actions([setUpButton('Set up another')]) : []),
    ],
  };
}

function moreLine(rest: number, { of, command }: DigestListInput): RichTextSection[] {
  if (rest === 0) return [];
  if (of === 'person') return [line(plain(`+ ${rest} more, which their own channels show`))];
  return [
    line(
      plain(`+ ${rest} more. To stop one by its time, type `),
      code(`${command} ${formatDigestOff('09:00')}`),
      plain('.'),
    ),
  ];
}

function renderNone(input: DigestListInput): Message {
  const where =
    input.of === 'channel' ? 'There is no digest in this channel yet.' : 'You have set up no digest yet.';
  const how = [plain(' Set one up below, or type '), code(`${input.command} ${formatSetUp({})}`), plain('.')];
  const only = line(bold(where), ...(input.mayChange ? how : []), ...withSpace(adminLine(input)));
  return {
    text: linesAsMrkdwn([only]),
    blocks: [...block([only]), ...(input.mayChange ? actions([setUpButton('Set up')]) : [])],
  };
}

function withSpace(lines: readonly RichTextSection[]): RichTextElement[] {
  return lines.flatMap(({ elements }) => [plain(' '), ...elements]);
}

/** Who can, for those who may not. */
function adminLine({ mayChange }: DigestListInput): RichTextSection[] {
  if (mayChange) return [];
  return [
    line(plain('Only the people in '), code('ALLOWED_ADMINS'), plain(' may set up and change digests.')),
  ];
}

function block(lines: readonly RichTextSection[]): KnownBlock[] {
  return lines.length === 0 ? [] : [richText(lines)];
}

function titleOf({ digests, of }: DigestListInput): string {
  const count = counted(digests.length, 'digest');
  const all = of === 'channel' ? `${count} in this channel` : `${count} that you set up or changed`;
  const broken = digests.filter(({ state }) => state.kind === 'broken').length;
  const stopped = digests.filter(({ state }) => state.kind === 'stopped').length;
  const facts = [
    ...(broken > 0 ? [`${broken} can’t be posted`] : []),
    all,
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
  ];
  return `${broken > 0 ? '🔴 ' : ''}${facts.join(' · ')}`;
}

function brokenFirst(a: ListedDigest, b: ListedDigest): number {
  return Number(b.state.kind === 'broken') - Number(a.state.kind === 'broken');
}

/** The schedule, what happens next and what happened last, and what went wrong. */
function describeDigest(digest: ListedDigest, { of, now }: DigestListInput): RichTextSection[] {
  const place = of === 'person' ? [plain(' in '), ...placeElements(digest.channel)] : [];
  const schedule = line(bold(scheduleWords(digest)), ...place);
  const facts = [...nextFacts(digest, now), ...lastFacts(digest.last, now)].map((words, index) => [
    plain(index === 0 ? capitalise(words) : words),
  ]);
  return [schedule, ...(facts.length > 0 ? [line(...joinDots(facts))] : []), ...whatWentWrong(digest)];
}

function nextFacts({ state, nextDueAt }: ListedDigest, now: Date): string[] {
  if (state.kind === 'stopped') return ['stopped'];
  if (state.kind === 'broken' || !isShowable(nextDueAt)) return [];
  const leftMs = nextDueAt.getTime() - now.getTime();
  return [leftMs > 0 ? `next ${inWords(leftMs)}` : 'next one is due now'];
}

function lastFacts(last: LastDelivery | undefined, now: Date): string[] {
  const at = last?.at ?? last?.dueAt;
  if (last === undefined || !isShowable(at)) return ['none posted yet'];
  const ago = agoWords(now.getTime() - at.getTime());
  const dueAgo = agoWords(now.getTime() - last.dueAt.getTime());
  switch (last.state) {
    case 'sent':
      return [`last posted ${ago}`];
    case 'quiet':
      return [`nothing to tell ${ago}`];
    case 'perhaps':
      return [`🟡 the last one was perhaps posted ${ago}`];
    case 'waiting':
      return [`🟡 the one due ${dueAgo} is tried again`];
    case 'given-up':
    case 'skipped':
      return [`🟡 the one due ${dueAgo} was not posted`];
  }
}

function whatWentWrong({ state, last }: ListedDigest): RichTextSection[] {
  if (state.kind === 'broken')
    return [line(plain('🔴 '), ...sentenceElements(brokenChannelSentence(state.code)))];
  const words = last?.sentence === undefined ? [] : sentenceElements(last.sentence);
  return words.length === 0 ? [] : [line(...words)];
}
