import { numberArgument, textArgument } from '../call-arguments.ts';
import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';

/** Cursor pagination (https://docs.slack.dev/apis/web-api/pagination): an empty cursor means there is no more. */
export function pageOf<T>(found: readonly T[], args: JsonObject, standardLimit: number) {
  const limit = numberArgument(args, 'limit', standardLimit);
  if (limit < 1 || limit > 1000) throw new SlackApiError('invalid_limit');
  const cursor = textArgument(args, 'cursor');
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString());
  if (!Number.isInteger(start)) throw new SlackApiError('invalid_cursor');
  const end = start + limit;
  return {
    items: found.slice(start, end),
    nextCursor: end < found.length ? Buffer.from(String(end)).toString('base64') : '',
  };
}
