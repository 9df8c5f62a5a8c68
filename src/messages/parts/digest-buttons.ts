import type { ActionsBlock, Button } from '@slack/types';
import { type DigestVerb, digestSetUpValue, digestValue } from '../../commands/digest-command.ts';
import { actionIds } from '../kit/actions.ts';
import { confirmation, queryButton } from '../kit/blocks.ts';
import { quotePlain } from '../kit/clean-text.ts';
import { type ScheduleFacts, scheduleWords } from '../words/schedules.ts';
import { type RareChoice, rareControls } from './answer-buttons.ts';

/** A digest that buttons act on. */
export interface PressableDigest extends ScheduleFacts {
  readonly id: string;
  readonly state: { readonly kind: 'on' | 'stopped' | 'broken' };
}

const labels: Readonly<Record<DigestVerb, string>> = {
  change: 'Change',
  stop: 'Stop',
  resume: 'Resume',
  preview: 'Preview',
  now: 'Post now',
};

/** A button that does something with one digest; where several have the same button, each has a label and an index. */
export function digestButton(
  verb: DigestVerb,
  digest: PressableDigest,
  among?: { readonly label: string; readonly index: number },
): Button {
  const id = among === undefined ? verb : `${verb}.${among.index}`;
  const label = among?.label ?? labels[verb];
  const button = queryButton(`${actionIds.digest}.${id}`, quotePlain(label), digestValue(verb, digest.id));
  return verb === 'stop' ? { ...button, confirm: stopConfirmation(digest) } : button;
}

/** Opens the form for a new digest. */
export function setUpButton(label: string): Button {
  return queryButton(`${actionIds.digest}.set_up`, label, digestSetUpValue);
}

/** What can be pressed below one digest, by those who may change it and by others. */
export function digestControls(digest: PressableDigest, mayChange: boolean): ActionsBlock['elements'] {
  const isOn = digest.state.kind === 'on';
  const forAll: readonly DigestVerb[] = isOn ? ['preview', 'now'] : ['preview'];
  if (!mayChange) return forAll.map((verb) => digestButton(verb, digest));
  const forSome: readonly DigestVerb[] = isOn ? ['change', 'stop'] : ['resume', 'change'];
  return [
    ...forSome.map((verb) => digestButton(verb, digest)),
    ...rareControls(forAll.map((verb) => rarely(verb, digest))),
  ];
}

function rarely(verb: DigestVerb, digest: PressableDigest): RareChoice {
  return {
    label: labels[verb],
    button: () => digestButton(verb, digest),
    value: digestValue(verb, digest.id),
  };
}

function stopConfirmation(digest: ScheduleFacts) {
  return confirmation({
    title: 'Stop this digest?',
    text: `${quotePlain(scheduleWords(digest))}. It can be resumed later.`,
    confirm: 'Stop',
  });
}
