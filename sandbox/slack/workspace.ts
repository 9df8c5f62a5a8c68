export interface StoredChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the bot was invited. */
  readonly isMember: boolean;
  /** Shared with other organisations by Slack Connect, or only among workspaces of one Enterprise organisation. */
  readonly shared?: 'externally' | 'within-org';
  /** The other user of a direct message with the bot. */
  readonly directWith?: string;
}

export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isAdmin: boolean;
  readonly isBot: boolean;
  readonly timeZone: string;
}

/** A workspace as it is set up, without messages. */
export interface Workspace {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly appName: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Scopes of the bot token. */
  readonly scopes: readonly string[];
  readonly homeTabEnabled: boolean;
  readonly channels: readonly StoredChannel[];
  readonly users: readonly StoredUser[];
}

function channel(id: string, name: string, traits: Partial<StoredChannel> = {}): StoredChannel {
  return { id, name, isPrivate: false, isArchived: false, isMember: true, ...traits };
}

function user(id: string, name: string, realName: string, traits: Partial<StoredUser> = {}): StoredUser {
  return { id, name, realName, isAdmin: false, isBot: false, timeZone: 'Europe/Berlin', ...traits };
}

/** A small workspace with one channel of each kind. */
export const defaultWorkspace: Workspace = {
  teamId: 'T0SB0000001',
  teamName: 'Sandbox',
  teamDomain: 'sandbox',
  appId: 'A0SB0000001',
  appName: 'DocSpace Backups',
  botId: 'B0SB0000001',
  botUserId: 'U0SBBOT0001',
  botToken: 'xoxb-sandbox-bot',
  appToken: 'xapp-sandbox-app',
  signingSecret: 'sandbox-signing-secret',
  scopes: [
    'commands',
    'chat:write',
    'channels:read',
    'channels:history',
    'groups:read',
    'users:read',
    'im:write',
  ],
  homeTabEnabled: true,
  channels: [
    channel('C0SBGENERAL', 'general'),
    channel('C0SBBACKUPS', 'backups'),
    channel('C0SBRANDOM1', 'random', { isMember: false }),
    channel('C0SBARCHIVE', 'archive', { isArchived: true }),
    channel('C0SBPRIVATE', 'admins', { isPrivate: true }),
    channel('C0SBSECRET1', 'board', { isPrivate: true, isMember: false }),
    channel('C0SBPARTNER', 'partners', { shared: 'externally' }),
    channel('C0SBORGWIDE', 'all-offices', { shared: 'within-org' }),
  ],
  users: [
    user('U0SBANNA001', 'anna', 'Anna Admin', { isAdmin: true }),
    user('U0SBBEN0001', 'ben', 'Ben Berger', { timeZone: 'America/New_York' }),
    user('U0SBBOT0001', 'docspace-backups', 'DocSpace Backups', { isBot: true, timeZone: 'UTC' }),
  ],
};
