import { circleWords } from './emoji-elements.ts';

/** One of the circles that verdicts are made of, by Slack's name for it. */
export function CircleEmoji({ name }: { readonly name: string }) {
  return (
    <span className="emoji-circle" data-emoji={name} role="img" aria-label={circleWords(name) ?? name} />
  );
}
