import type { PortalState, ReadFailure } from '../../backups/failure.ts';

/** What failed, and the one next step. */
type SentenceAndRemedy = readonly [sentence: string, remedy: string];

const whenDone = 'Try again when that is done.';

/** A portal in a state in which it does not answer requests for backups. */
export const stateWords: Readonly<Record<PortalState, SentenceAndRemedy>> = {
  suspended: ['the portal is suspended', 'Ask its owner to activate it again.'],
  'to-be-removed': [
    'the portal is about to be deleted',
    'If that is intended, remove it from the bot’s settings.',
  ],
  transferring: ['the portal is being transferred', whenDone],
  restoring: ['the portal is being restored', whenDone],
  migrating: ['the portal is being moved', whenDone],
  encrypting: ['the portal’s storage is being encrypted', whenDone],
};

type Front = Extract<ReadFailure, { kind: 'refused-in-front' }>['by'];

/** Not the portal, but something in front of it. */
export const frontWords: Readonly<Record<Front, SentenceAndRemedy>> = {
  challenge: ['a bot check in front of it stopped us', 'Let the bot’s requests pass there without a check.'],
  login: ['a login in front of it stopped us', 'Let the bot’s requests pass there without a login.'],
  proxy: [
    'the proxy refused the request',
    'Check the proxy settings where the bot runs, and the proxy’s rules.',
  ],
  page: ['something in front of it refused us', 'Check the firewall or proxy in front of the portal.'],
};

type Unreachable = Extract<ReadFailure, { kind: 'unreachable' }>['reason'];

/** The connection to the portal. */
export const unreachableWords: Readonly<Record<Unreachable, SentenceAndRemedy>> = {
  dns: ['the name was not found', 'Check the portal’s address, and DNS where the bot runs.'],
  refused: ['the connection was refused', 'Is it running, is the port right?'],
  'not-https': ['it does not use https there', 'Check https:// and the port in its address.'],
  tls: [
    'the TLS handshake failed',
    'Check the TLS settings of its server: the bot needs TLS 1.2 or newer and has no certificate of its own.',
  ],
  dropped: ['the connection broke', 'Try again; if it persists, check the proxy in front of it.'],
  proxy: ['the proxy could not connect', 'Check the proxy settings where the bot runs.'],
  network: ['the network failed', 'Check the network where the bot runs.'],
};
