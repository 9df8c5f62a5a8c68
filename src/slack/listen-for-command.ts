import type { App } from '@slack/bolt';
import { parseCommand } from '../commands/parse-command.ts';
import { handle, type Listener } from './listener.ts';

/** The app's only command, under any name: `/backups` in manifest.yml, but an installation may choose another. */
export function listenForCommand(app: App, listener: Listener): void {
  app.command(/^\//, async ({ command, ack }) => {
    listener.onCommand(command.command);
    const entry = {
      ack: () => ack(),
      asker: { teamIds: [command.team_id], userId: command.user_id, channelId: command.channel_id },
      responseUrl: command.response_url,
    };
    await handle(listener, entry, async (reply) => {
      const asked = parseCommand(command.text ?? '', listener.known);
      await listener.answering.answer(asked, {
        ...{ reply, place: 'asker', userId: command.user_id, fresh: false },
        ...{ channel: command.channel_id, actId: command.trigger_id },
      });
    });
  });
}
