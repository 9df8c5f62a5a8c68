import type { PageState } from '../page-server/page-wire.ts';

interface Props {
  readonly state: PageState;
  /** Asks the bot, where the answer can be seen. */
  readonly onAsk: (line: string) => void;
}

/** The beginning of the app's own conversation: what the app is for, and what to ask first. */
export function Welcome({ state, onAsk }: Props) {
  const { app, appName } = state;
  const { name } = app.command;
  const offers = [
    { line: name, words: 'Every portal, the worst first' },
    { line: `${name} expiring 3d`, words: 'What will be gone within three days' },
    { line: `${name} help`, words: 'Everything that can be asked' },
  ];
  return (
    <div className="welcome">
      <img src="/icon.svg" alt="" width={56} height={56} />
      <h2>{appName}</h2>
      <p>{app.description}.</p>
      <p>
        Type <code>{name}</code> in any channel. Only you see the answer, until you share it. Or begin here:
      </p>
      <ul>
        {offers.map(({ line, words }) => (
          <li key={line}>
            <button type="button" className="button" onClick={() => onAsk(line)}>
              {line}
            </button>{' '}
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}
