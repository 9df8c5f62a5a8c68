import type { App, BlockAction } from '@slack/bolt';
import { type Command, parseValue } from '../commands/parse-command.ts';
import { actionIds } from '../messages/kit/actions.ts';
import { handle, type Listener } from './listener.ts';

/** Buttons and selects of our messages. Each carries the text of a command, so any replica can answer it. */
export function listenForActions(app: App, listener: Listener): void {
  app.action<BlockAction>(/^backups\./, async ({ body, ack }) => {
    const [action] = body.actions;
    if (action === undefined || action.action_id === actionIds.open || body.response_url === undefined)
      return ack();
    const isEphemeral = body.container['is_ephemeral'] === true;
    const command = asCommand(action, listener.portalNames);
    const entry = {
      ack: () => ack(),
      asker: {
        teamIds: [body.team?.id, body.user.team_id ?? body.team?.id],
        userId: body.user.id,
        channelId: body.channel?.id,
      },
      responseUrl: body.response_url,
    };
    await handle(listener, entry, (reply) =>
      listener.answering.answer(command, {
        reply,
        place: isEphemeral ? 'view' : 'asker',
        fresh: action.action_id === actionIds.refresh,
      }),
    );
  });
}

function asCommand(action: BlockAction['actions'][number], portalNames: readonly string[]): Command {
  return parseValue(textOf(action), action.action_id === actionIds.share, portalNames);
}

function textOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type === 'static_select' || action.type === 'overflow')
    return action.selected_option?.value ?? '';
  return '';
}
