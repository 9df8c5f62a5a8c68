import type { App, BlockAction } from '@slack/bolt';
import { parseMenuChoice } from '../commands/menu-choice.ts';
import { type Command, isAct, parseValue } from '../commands/parse-command.ts';
import { actionIds } from '../messages/kit/actions.ts';
import { askerOf } from './access.ts';
import { actOnce } from './act-once.ts';
import { handle, type Listener } from './listener.ts';
import { openDigestForm } from './open-digest-form.ts';

/** Buttons and selects of our messages. Each carries the text of a command, so any instance can answer it. */
export function listenForActions(app: App, listener: Listener): void {
  app.action<BlockAction>(/^backups\.(?!form\.)/, async ({ body, ack, client }) => {
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
    const userId = body.user.id;
    const { trigger_id: actId } = body;
    const channel = body.channel?.id;
    const openForm = (digestId: string | undefined) =>
      openDigestForm(
        listener,
        { client, triggerId: actId },
        { digestId, channel: channel ?? userId, userId },
      );
    await handle(listener, entry, async (reply) => {
      const answer = () =>
        listener.answering.answer(command, {
          ...{ reply, userId, channel, actId, openForm, fresh: pressed.isRefresh },
          place: isEphemeral ? 'view' : 'asker',
        });
      let sent: Awaited<ReturnType<typeof answer>>;
      const act = () =>
        actOnce(listener, actId, async () => {
          sent = await answer();
        });
      if (!isShare) return void (await (isAct(command) ? act() : answer()));
      const key = JSON.stringify([userId, body.container, pressed.query]);
      const isFirst = await listener.inFlight.once(key, async () => (await act()) && sent === 'sent');
      if (!isFirst) listener.log.info('Repeated click on a share button ignored', { user: userId });
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
