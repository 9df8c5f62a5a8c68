import type { App } from '@slack/bolt';
import { handle, type Listener } from './listener.ts';
import { parseCommand } from './parse-command.ts';

/** `/backups …`, as manifest.yml declares it. */
export function listenForCommand(app: App, listener: Listener): void {
  app.command('/backups', async ({ command, ack }) => {
    const entry = {
      ack: () => ack(),
      asker: { teamIds: [command.team_id], userId: command.user_id, channelId: command.channel_id },
      responseUrl: command.response_url,
    };
    await handle(listener, entry, (reply) =>
      listener.answering.answer(parseCommand(command.text ?? '', listener.portalNames), {
        reply,
        replace: false,
        fresh: false,
      }),
    );
  });
}
