import type { App } from '@slack/bolt';
import { isAct, parseCommand } from '../commands/parse-command.ts';
import { actOnce } from './act-once.ts';
import { handle, type Listener } from './listener.ts';
import { openDigestForm } from './open-digest-form.ts';

/** The app's only command, under any name: `/backups` in manifest.yml, but an installation may choose another. */
export function listenForCommand(app: App, listener: Listener): void {
  app.command(/^\//, async ({ command, ack, client }) => {
    listener.onCommand(command.command);
    const entry = {
      ack: () => ack(),
      asker: { teamIds: [command.team_id], userId: command.user_id, channelId: command.channel_id },
      responseUrl: command.response_url,
    };
    await handle(listener, entry, async (reply) => {
      const asked = parseCommand(command.text ?? '', listener.known);
      const { user_id: userId, channel_id: channel, trigger_id: actId } = command;
      const openForm = (digestId: string | undefined) =>
        openDigestForm(listener, { client, triggerId: actId }, { digestId, channel, userId });
      const answer = async () => {
        await listener.answering.answer(asked, {
          ...{ reply, place: 'asker', userId, channel, actId, openForm, fresh: false },
        });
      };
      await (isAct(asked) ? actOnce(listener, actId, answer) : answer());
    });
  });
}
