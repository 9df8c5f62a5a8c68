import type { ApiMethod } from './api-method.ts';
import { apiTest, appsConnectionsOpen, authTest, usersInfo } from './basics.ts';
import { blocksValidate } from './blocks-validate.ts';
import { chatDelete, chatUpdate } from './chat-change.ts';
import { chatPostEphemeral, chatPostMessage } from './chat-post.ts';
import {
  conversationsHistory,
  conversationsInfo,
  conversationsList,
  conversationsOpen,
} from './conversations.ts';
import { filesCompleteUploadExternal, filesGetUploadURLExternal } from './files.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts';

/** Every Web API method of the sandbox. All others are `unknown_method`. */
export const apiMethods: ReadonlyMap<string, ApiMethod> = new Map([
  ['api.test', apiTest],
  ['apps.connections.open', appsConnectionsOpen],
  ['auth.test', authTest],
  ['blocks.validate', blocksValidate],
  ['chat.delete', chatDelete],
  ['chat.postEphemeral', chatPostEphemeral],
  ['chat.postMessage', chatPostMessage],
  ['chat.update', chatUpdate],
  ['conversations.history', conversationsHistory],
  ['conversations.info', conversationsInfo],
  ['conversations.list', conversationsList],
  ['conversations.open', conversationsOpen],
  ['files.completeUploadExternal', filesCompleteUploadExternal],
  ['files.getUploadURLExternal', filesGetUploadURLExternal],
  ['users.info', usersInfo],
  ['views.open', viewsOpen],
  ['views.publish', viewsPublish],
  ['views.push', viewsPush],
  ['views.update', viewsUpdate],
]);
