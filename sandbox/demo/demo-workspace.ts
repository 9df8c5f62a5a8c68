import { defaultWorkspace, type StoredChannel, type Workspace } from '../slack/workspace.ts';

/** Where commands are typed, and where the digest goes. */
export const opsChannelId = 'C0SBOPS0001';
export const digestChannelId = 'C0SBDIGEST1';

/** The user of the terminal and of the page. */
export const viewerId = 'U0SBANNA001';

function channel(id: string, name: string, traits: Partial<StoredChannel> = {}): StoredChannel {
  return { id, name, isPrivate: false, isArchived: false, isMember: true, ...traits };
}

/** The demo's workspace: two channels with the bot as a member, and a direct message with the bot. */
export const demoWorkspace: Workspace = {
  ...defaultWorkspace,
  teamName: 'Northwind',
  teamDomain: 'northwind',
  channels: [
    channel(opsChannelId, 'ops'),
    channel(digestChannelId, 'backups-digest'),
    channel(`D${viewerId.slice(1)}`, 'directmessage', { isPrivate: true, directWith: viewerId }),
  ],
};
