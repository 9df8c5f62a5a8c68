import { defaultWorkspace, type StoredChannel, type Workspace } from '../slack/workspace.ts';

/** Where commands are typed, where the digest of the settings goes, and where another one is set up in the story. */
export const opsChannelId = 'C0SBOPS0001';
export const digestChannelId = 'C0SBDIGEST1';
export const teamChannelId = 'C0SBTEAM001';

/** The user of the terminal and of the page, and their direct message with the bot. */
export const viewerId = 'U0SBANNA001';
export const directChannelId = `D${viewerId.slice(1)}`;

function channel(id: string, name: string, traits: Partial<StoredChannel> = {}): StoredChannel {
  return { id, name, isPrivate: false, isArchived: false, isMember: true, ...traits };
}

/** The demo's workspace: channels with the bot as a member, and a direct message with the bot. People live where it runs. */
export const demoWorkspace: Workspace = {
  ...defaultWorkspace,
  teamName: 'Northwind',
  teamDomain: 'northwind',
  channels: [
    channel(opsChannelId, 'ops'),
    channel(digestChannelId, 'backups-digest'),
    channel(teamChannelId, 'it-team'),
    channel(directChannelId, 'directmessage', { isPrivate: true, directWith: viewerId }),
  ],
  users: defaultWorkspace.users.map((user) =>
    user.id === viewerId ? { ...user, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } : user,
  ),
};
