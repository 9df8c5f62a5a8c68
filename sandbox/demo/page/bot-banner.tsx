import type { PageOutage, PageState } from '../page-server/page-wire.ts';
import { formatSlackDate } from '../terminal/text/format-slack-date.ts';
import { useReader } from './reader.ts';

interface Props {
  readonly bot: PageState['bot'];
  readonly isOnline: boolean;
  /** The last outage, unless it is over and was dismissed. */
  readonly outage: PageOutage | undefined;
  readonly onDismiss: () => void;
}

/** What is wrong between the page, Slack and the bot. An outage stays readable after it is over. */
export function BotBanner({ bot, isOnline, outage, onDismiss }: Props) {
  return (
    <div role="status">
      {!isOnline && <p className="bot-banner">{offline}</p>}
      {isOnline && bot === 'exited' && <p className="bot-banner">{exited}</p>}
      {isOnline && outage !== undefined && <Outage outage={outage} onDismiss={onDismiss} />}
    </div>
  );
}

function Outage({ outage, onDismiss }: { readonly outage: PageOutage; readonly onDismiss: () => void }) {
  const { view } = useReader();
  const time = formatSlackDate(Date.parse(outage.lostAt) / 1_000, '{time_secs}', view);
  if (outage.backAfterMs === undefined) {
    return (
      <p className="bot-banner">
        <span>
          <b>The bot lost its connection to Slack at {time}.</b> It is connecting again. Until then Slack
          itself answers commands, with an error.
        </span>
      </p>
    );
  }
  return (
    <div className="bot-banner" data-over="true">
      <p>
        <b>
          The bot lost its connection to Slack at {time} and was back after {inSeconds(outage.backAfterMs)}.
        </b>{' '}
        Answers in progress arrive all the same: they do not use that connection.
      </p>
      <button type="button" className="icon-button" aria-label="Dismiss the outage" onClick={onDismiss}>
        ✕
      </button>
    </div>
  );
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)}\u00a0s`;
}

const offline =
  'The demo has stopped. Start it again with “npm run demo”. This page then reconnects by itself.';
const exited = 'The bot has stopped. Press “Restart the bot” on the stage to start it again.';
