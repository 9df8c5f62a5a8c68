import type { App, BlockAction } from '@slack/bolt';
import { type Command, parseValue } from '../commands/parse-command.ts';
import { actionIds } from '../messages/kit/actions.ts';
import { askerOf } from './access.ts';
import { handle, type Listener } from './listener.ts';

/** Buttons and selects of our messages. Each carries the text of a command, so any instance can answer it. */
export function listenForActions(app: App, listener: Listener): void {
  app.action<BlockAction>(/^backups\./, async ({ body, ack }) => {
    const [action] = body.actions;
    if (action === undefined || action.action_id === actionIds.open || body.response_url === undefined)
      return ack();
    const isEphemeral = body.container['is_ephemeral'] === true;
    const isShare = action.action_id === actionIds.share;
    const command: Command = parseValue(textOf(action), isShare, listener.known);
    const entry = {
      ack: () => ack(),
      asker: askerOf(body),
      responseUrl: body.response_url,
    };
    await handle(listener, entry, async (reply) => {
      const answer = () =>
        listener.answering.answer(command, {
          reply,
          place: isEphemeral ? 'view' : 'asker',
          fresh: action.action_id === actionIds.refresh,
        });
      if (!isShare) return void (await answer());
      const pressed = JSON.stringify([body.user.id, body.container, textOf(action)]);
      const isFirst = await listener.inFlight.once(pressed, async () => (await answer()) === 'sent');
      if (!isFirst) listener.log.info('Repeated click on a share button ignored', { user: body.user.id });
    });
  });
}

function textOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type === 'static_select' || action.type === 'external_select' || action.type === 'overflow')
    return action.selected_option?.value ?? '';
  return '';
}
