import type { App, BlockAction } from '@slack/bolt';
import { parseMenuChoice } from '../commands/menu-choice.ts';
import { type Command, parseValue } from '../commands/parse-command.ts';
import { actionIds } from '../messages/kit/actions.ts';
import { askerOf } from './access.ts';
import { handle, type Listener } from './listener.ts';

/** Buttons and selects of our messages. Each carries the text of a command, so any instance can answer it. */
export function listenForActions(app: App, listener: Listener): void {
  app.action<BlockAction>(/^backups\./, async ({ body, ack }) => {
    const [action] = body.actions;
    const pressed = action === undefined ? undefined : readPress(action);
    if (pressed === undefined || body.response_url === undefined) return ack();
    const isEphemeral = body.container['is_ephemeral'] === true;
    const { isShare } = pressed;
    const command: Command = parseValue(pressed.query, isShare, listener.known);
    const entry = {
      ack: () => ack(),
      asker: askerOf(body),
      responseUrl: body.response_url,
    };
    await handle(listener, entry, async (reply) => {
      const answer = () =>
        listener.answering.answer(command, {
          ...{ reply, userId: body.user.id, fresh: pressed.isRefresh },
          ...{ channel: body.channel?.id, actId: body.trigger_id },
          place: isEphemeral ? 'view' : 'asker',
        });
      if (!isShare) return void (await answer());
      const key = JSON.stringify([body.user.id, body.container, pressed.query]);
      const isFirst = await listener.inFlight.once(key, async () => (await answer()) === 'sent');
      if (!isFirst) listener.log.info('Repeated click on a share button ignored', { user: body.user.id });
    });
  });
}

/** What was pressed or picked; `undefined` for a link, which Slack opens and reports nevertheless. */
function readPress(action: BlockAction['actions'][number]) {
  if (action.action_id === actionIds.open) return undefined;
  const isShare = action.action_id === actionIds.share;
  const text = textOf(action);
  if (action.action_id !== actionIds.more)
    return { query: text, isShare, isRefresh: action.action_id === actionIds.refresh };
  const choice = parseMenuChoice(text);
  return choice.kind === 'open'
    ? undefined
    : { query: choice.query, isShare, isRefresh: choice.kind === 'refresh' };
}

function textOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type === 'static_select' || action.type === 'external_select' || action.type === 'overflow')
    return action.selected_option?.value ?? '';
  return '';
}
