import { jsonArgument, textArgument } from '../call-arguments.ts';
import { invalidArguments, SlackApiError } from '../slack-api-error.ts';
import type { StoredView } from '../stored-message.ts';
import { openModal, publishHome, pushModal, readView, replaceView, viewJson } from '../stored-views.ts';
import type { ApiCall, ApiMethod } from './api-method.ts';

function redeemTrigger({ world, args }: ApiCall): string {
  const trigger = textArgument(args, 'trigger_id');
  if (trigger === undefined) throw invalidArguments('missing required field: trigger_id');
  return world.triggers.redeem(trigger);
}

/** https://docs.slack.dev/reference/methods/views.open */
export const viewsOpen: ApiMethod = {
  token: 'bot',
  run: (call) => {
    const content = readView(jsonArgument(call.args, 'view'), 'modal');
    return { view: viewJson(call.world, openModal(call.world, redeemTrigger(call), content)) };
  },
};

/** https://docs.slack.dev/reference/methods/views.push */
export const viewsPush: ApiMethod = {
  token: 'bot',
  run: (call) => {
    const content = readView(jsonArgument(call.args, 'view'), 'modal');
    return { view: viewJson(call.world, pushModal(call.world, redeemTrigger(call), content)) };
  },
};

/** https://docs.slack.dev/reference/methods/views.update */
export const viewsUpdate: ApiMethod = {
  token: 'bot',
  run: ({ world, args }) => {
    const view = namedView({ world, args });
    const content = readView(jsonArgument(args, 'view'), view.type);
    const hash = textArgument(args, 'hash');
    if (hash !== undefined && hash !== view.hash) throw new SlackApiError('hash_conflict');
    return { view: viewJson(world, replaceView(world, view, content)) };
  },
};

function namedView({ world, args }: ApiCall): StoredView {
  const id = textArgument(args, 'view_id');
  const externalId = textArgument(args, 'external_id');
  const found = world.store
    .openViews()
    .find((view) => (id === undefined ? view.content['external_id'] === externalId : view.id === id));
  if (found === undefined || (id ?? externalId) === undefined) throw new SlackApiError('not_found');
  return found;
}

/** https://docs.slack.dev/reference/methods/views.publish */
export const viewsPublish: ApiMethod = {
  token: 'bot',
  run: ({ world, args }) => {
    const user = world.store.user(textArgument(args, 'user_id') ?? '');
    if (user === undefined) throw invalidArguments('invalid `user_id`');
    if (!world.workspace.homeTabEnabled) throw new SlackApiError('not_enabled');
    const content = readView(jsonArgument(args, 'view'), 'home');
    return { view: viewJson(world, publishHome(world, user.id, content, textArgument(args, 'hash'))) };
  },
};
