import type { BlockError } from '../block-kit/check.ts';
import { validateBlocks } from '../block-kit/validate-blocks.ts';
import { validateView } from '../block-kit/validate-view.ts';
import { hasArgument, jsonArgument } from '../call-arguments.ts';
import { asJsonObject } from '../json.ts';
import { invalidArguments, SlackApiError } from '../slack-api-error.ts';
import type { ApiMethod } from './api-method.ts';

function refuse(error: string, errors: readonly BlockError[]): void {
  if (errors.length === 0) return;
  throw new SlackApiError(error, {
    errors: errors.map(({ pointer, message }) => ({ pointer, code: 'failed_constraint', message })),
  });
}

/** https://docs.slack.dev/reference/methods/blocks.validate */
export const blocksValidate: ApiMethod = {
  token: 'none',
  run: ({ args }) => {
    const given = ['blocks', 'message', 'view'].filter((name) => hasArgument(args, name));
    if (given.length !== 1)
      throw invalidArguments('must define exactly one of `blocks`, `view` or `message`');
    const value = jsonArgument(args, given[0] ?? '');
    if (given[0] === 'blocks') refuse('invalid_blocks', validateBlocks(value, 'message', ''));
    if (given[0] === 'message')
      refuse('invalid_message', validateBlocks(asJsonObject(value)['blocks'], 'message'));
    if (given[0] === 'view') refuse('invalid_view', validateView(asJsonObject(value), ''));
    return {};
  },
};
