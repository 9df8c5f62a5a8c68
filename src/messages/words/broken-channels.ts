const invite = '/invite @docspace-backups';

/** Why nothing can be posted in a channel any more, by Slack's code, and what brings its digest back. */
export function brokenChannelSentence(code: string): string {
  switch (code) {
    case 'is_archived':
      return 'The channel was archived. Unarchive it and resume the digest, or choose another channel.';
    case 'not_in_channel':
      return `The bot is not in the channel. Type “${invite}” there and resume the digest.`;
    case 'channel_not_found':
      return `The channel was deleted, or is private and without the bot. Type “${invite}” there and resume the digest, or choose another channel.`;
    default:
      return `Slack refuses to post in the channel (${code}). Resume the digest there, or choose another channel.`;
  }
}
