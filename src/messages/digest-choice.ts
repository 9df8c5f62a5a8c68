import { formatSetUp } from '../commands/digest-set-up.ts';
import { timeOf } from '../commands/digest-times.ts';
import { actions } from './kit/blocks.ts';
import { joinLines } from './kit/budget.ts';
import { messageLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, line, plain, richText } from './kit/rich-text.ts';
import { digestButton, type PressableDigest, setUpButton } from './parts/digest-buttons.ts';
import { scheduleWords, zoneWords } from './words/schedules.ts';

type ChosenVerb = 'stop' | 'preview' | 'now';

const questions: Readonly<Record<ChosenVerb, string>> = {
  stop: 'Which digest should stop?',
  preview: 'Which digest do you want to see?',
  now: 'Which digest should be posted now?',
};

/** A button is up to half a line on a phone. */
const mostButtons = 10;

/** Asks which of several digests is meant, with a button for each. `command` is the app's own, such as `/backups`. */
export function renderDigestChoice(input: {
  readonly verb: ChosenVerb;
  readonly digests: readonly PressableDigest[];
  readonly command: string;
}): Message {
  const { verb, digests, command } = input;
  const buttons = digests
    .slice(0, mostButtons)
    .map((digest, index) => digestButton(verb, digest, { label: shortWords(digest), index }));
  const rest = digests.length - buttons.length;
  const more = rest > 0 ? [plain(` ${rest} more are in `), code(`${command} digest`), plain('.')] : [];
  const question = line(bold(questions[verb]), ...more);
  // The labels are part of the question: `text` has them too.
  const named = digests.slice(0, mostButtons).map((digest) => line(plain(scheduleWords(digest))));
  return {
    text: joinLines(
      [question, ...named].map((each) => linesAsMrkdwn([each])),
      messageLimits.text,
    ),
    blocks: [richText([question]), ...actions(buttons)],
  };
}

/** The time and the zone, which no two digests of a channel share. */
function shortWords(digest: PressableDigest): string {
  const time = timeOf(digest.cron);
  return time === undefined ? scheduleWords(digest) : `${time} ${zoneWords(digest.timeZone)}`;
}

/** How to go on after “digest on” alone. */
export function renderSetUpHow(command: string): Message {
  const how = line(
    ...[
      bold('When should it come?'),
      plain(' Type '),
      code(`${command} ${formatSetUp({ days: 'weekdays' })}`),
    ],
    plain(', or fill in a form.'),
  );
  return {
    text: linesAsMrkdwn([how]),
    blocks: [richText([how]), ...actions([setUpButton('Open the form')])],
  };
}
