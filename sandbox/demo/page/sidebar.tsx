import { useId } from 'react';
import type { PageOutage, PageState } from '../page-server/page-wire.ts';
import type { Theme } from './use-theme.ts';

interface Props {
  readonly state: PageState;
  readonly isOnline: boolean;
  readonly outage: PageOutage | undefined;
  readonly channelId: string;
  readonly unread: (channelId: string) => number;
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly onOpen: (channelId: string) => void;
}

/** The workspace's name, its channels and the bot. */
export function Sidebar({ state, isOnline, outage, channelId, unread, theme, setTheme, onOpen }: Props) {
  const other = theme === 'dark' ? 'light' : 'dark';
  const id = useId();
  const group = (title: string, isDirect: boolean) => (
    <div>
      <p className="sidebar-title" id={`${id}-${title}`}>
        {title}
      </p>
      <ul aria-labelledby={`${id}-${title}`}>
        {state.channels
          .filter((channel) => channel.isDirect === isDirect)
          .map(({ id, name, isArchived, isMember }) => {
            const count = unread(id);
            return (
              <li key={id}>
                <button
                  type="button"
                  className="channel"
                  aria-current={id === channelId ? 'page' : undefined}
                  data-unread={count > 0}
                  onClick={() => onOpen(id)}
                >
                  {isDirect ? (
                    <BotDot state={isOnline ? state.bot : 'exited'} wasAway={outage !== undefined} />
                  ) : (
                    <span className="hash">#</span>
                  )}
                  <span className="channel-name">{name}</span>
                  {isArchived && <span className="channel-note">archived</span>}
                  {!isArchived && !isMember && <span className="channel-note">without the bot</span>}
                  {count > 0 && (
                    <span className="count">
                      {count}
                      <span className="visually-hidden"> unread</span>
                    </span>
                  )}
                </button>
              </li>
            );
          })}
      </ul>
    </div>
  );
  return (
    <nav className="sidebar" aria-label="Channels" tabIndex={-1}>
      <div className="sidebar-head">
        <p className="team-name">{state.teamName}</p>
        <button
          type="button"
          className="icon-button"
          aria-label={`Switch to ${other} colours`}
          title={`Switch to ${other} colours`}
          onClick={() => setTheme(other)}
        >
          {theme === 'dark' ? '☀' : '☾'}
        </button>
      </div>
      {group('Channels', false)}
      {group('Apps', true)}
      <p className="sidebar-foot">
        A sandbox with the real bot and sample portals. Nothing leaves this computer.
      </p>
    </nav>
  );
}

const botWords: Readonly<Record<PageState['bot'], string>> = {
  connected: 'connected',
  starting: 'starting',
  disconnected: 'reconnecting',
  exited: 'stopped',
};

/** The dot keeps a ring after an outage, which may have been too short to be seen. */
function BotDot({ state, wasAway }: { readonly state: PageState['bot']; readonly wasAway: boolean }) {
  const words = wasAway && state === 'connected' ? 'connected again' : botWords[state];
  return (
    <span className="dot" data-state={state} data-was-away={wasAway} title={`The bot is ${words}`}>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
