import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mapSlackFailure } from '../../src/slack/slack-failure.ts';
import { answerWith, failToPost, notDelivered, startApi, uncertain } from './post-once.ts';

const verdict = (answer: object) => answerWith(200, JSON.stringify(answer));
const failWith = async (listener: RequestListener) => failToPost(await startApi(listener));

const refused = (code: string) => ({ kind: 'refused', code, advice: expect.stringMatching(/^[A-Z].*\.$/) });

describe('a verdict of Slack', () => {
  it.each([
    ...['missing_scope', 'no_permission', 'access_denied', 'ekm_access_denied', 'app_access_restricted'],
    ...['org_login_required', 'message_limit_exceeded', 'no_text', 'markdown_text_conflict'],
    ...['metadata_too_large', 'invalid_arguments', 'something_new', '__proto__', 'constructor'],
  ])('is a refusal with advice: %s', async (error) => {
    expect(await failWith(verdict({ ok: false, error }))).toEqual(refused(error));
  });

  it.each([
    ...['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action', 'messages_tab_disabled'],
    ...['restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
    ...['user_not_found', 'user_disabled', 'cannot_dm_bot'],
  ])('is the end of a channel: %s', async (error) => {
    const failure = await failWith(verdict({ ok: false, error }));
    expect(failure).toEqual({ ...refused(error), isChannelGone: true });
  });

  it.each([
    ['restricted_action', 'workspace admin'],
    ['restricted_action_thread_locked', 'workspace admin'],
    ['not_in_channel', 'Invite the bot'],
    ['channel_not_found', 'channel id'],
    ['is_archived', 'Unarchive the channel'],
    ['missing_scope', 'Reinstall the Slack app'],
    ['something_new', 'documentation explains “something_new”'],
  ])('tells the operator what to do about %s', async (error, advice) => {
    const failure = await failWith(verdict({ ok: false, error }));
    expect(failure).toMatchObject({ advice: expect.stringContaining(advice) });
  });

  it.each([
    ...['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'team_disabled'],
    ...['user_removed_from_team', 'not_allowed_token_type', 'forbidden_team', 'team_access_not_granted'],
  ])('is the end of the token: %s', async (error) => {
    expect(await failWith(verdict({ ok: false, error }))).toMatchObject({
      kind: 'credentials-dead',
      code: error,
      advice: expect.stringContaining('Reinstall the Slack app'),
    });
  });

  it.each([
    ...[
      'invalid_blocks',
      'invalid_blocks_format',
      'msg_blocks_too_long',
      'msg_too_long',
      'too_many_attachments',
    ],
    ...['attachment_payload_limit_exceeded', 'invalid_attachments', 'only_one_table_allowed'],
  ])('is about the blocks: %s', async (error) => {
    const messages = ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'];
    expect(await failWith(verdict({ ok: false, error, response_metadata: { messages } }))).toEqual({
      kind: 'blocks-refused',
      code: error,
      details: messages,
    });
  });

  it('is about the blocks even without details', async () => {
    const failure = await failWith(verdict({ ok: false, error: 'invalid_blocks' }));
    expect(failure).toEqual({ kind: 'blocks-refused', code: 'invalid_blocks', details: [] });
  });

  it.each(['ratelimited', 'rate_limited', 'service_unavailable', 'team_added_to_org'])(
    'leaves nothing posted: %s',
    async (error) => {
      expect(await failWith(verdict({ ok: false, error }))).toEqual(notDelivered(error));
    },
  );

  it.each(['internal_error', 'fatal_error', 'request_timeout'])('may have been posted: %s', async (error) => {
    expect(await failWith(verdict({ ok: false, error }))).toEqual(uncertain(error));
  });
});

describe('an unreadable answer', () => {
  it.each([
    ['a page', '<html><body>Sign in</body></html>'],
    ['half a JSON', '{"ok":tr'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['no reason', '{"ok":false}'],
    ['an object for a reason', '{"ok":false,"error":{"code":"invalid_auth"}}'],
    ['a sentence for a reason', '{"ok":false,"error":"Token xoxb-1 is bad"}'],
    ['a list', '[]'],
  ])('may be that of a posted message: %s', async (_, body) => {
    expect(await failWith(answerWith(200, body))).toEqual(uncertain('unreadable_answer'));
  });

  it.each(['null', '5', '"ok"'])(
    'may be that of a posted message, even where the SDK stumbles: %s',
    async (body) => {
      expect(await failWith(answerWith(200, body))).toMatchObject({ kind: 'uncertain' });
    },
  );
});

describe('a status', () => {
  it('429 means that nothing was posted and says when to retry', async () => {
    expect(await failWith(answerWith(429, '{}', { 'retry-after': '7' }))).toEqual(
      notDelivered('ratelimited', 7_000),
    );
    expect(await failWith(answerWith(429, '{}', { 'retry-after': '-7' }))).toEqual(
      notDelivered('ratelimited', 0),
    );
  });

  it.each<Record<string, string>>([{}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }])(
    '429 without a readable time also means that nothing was posted: %j',
    async (headers) => {
      expect(await failWith(answerWith(429, '{}', headers))).toEqual(notDelivered('ratelimited'));
    },
  );

  it.each([500, 502, 503, 504, 520, 408])('%i may come of a posted message', async (status) => {
    expect(await failWith(answerWith(status, 'upstream reset'))).toEqual(uncertain(`http_${status}`));
  });

  it('503 with a Retry-After means that nothing was posted', async () => {
    const failure = await failWith(answerWith(503, '', { 'retry-after': '30' }));
    expect(failure).toEqual(notDelivered('http_503', 30_000));
  });

  it('503 with a time that nobody can read may come of a posted message', async () => {
    for (const time of ['soon', '-1'])
      expect(await failWith(answerWith(503, '', { 'retry-after': time }))).toEqual(uncertain('http_503'));
    expect(await failWith(answerWith(503, '', { 'retry-after': '0' }))).toEqual(notDelivered('http_503', 0));
    expect(await failWith(answerWith(500, '', { 'retry-after': '0' }))).toEqual(uncertain('http_500'));
  });

  it.each([400, 401, 403, 404, 413, 499])('%i is a refusal on the way', async (status) => {
    expect(await failWith(answerWith(status, 'no'))).toEqual({
      kind: 'refused',
      code: `http_${status}`,
      advice: expect.stringContaining('SLACK_API_URL'),
    });
  });

  it.each([301, 302, 307, 308])('%i is not followed and is a refusal', async (status) => {
    const failure = await failWith(answerWith(status, '', { location: 'http://127.0.0.1:9/' }));
    expect(failure).toMatchObject({ kind: 'refused', code: 'redirected' });
  });
});

describe('anything else that is thrown', () => {
  it.each([undefined, null, 'text', 5, {}, new Error('bug'), new AggregateError([])])(
    'counts as perhaps posted: %s',
    (thrown) => {
      expect(mapSlackFailure(thrown)).toEqual(uncertain('network'));
    },
  );

  it('counts as not posted only when every one of several tries failed before the connection was open', () => {
    const failed = (syscall: string) => Object.assign(new Error(syscall), { syscall, code: 'ECONNRESET' });
    const outcomeOf = (...syscalls: string[]) =>
      mapSlackFailure(new Error('fetch failed', { cause: new AggregateError(syscalls.map(failed)) })).kind;
    expect(outcomeOf('connect', 'connect')).toBe('not-delivered');
    expect(outcomeOf('connect', 'read')).toBe('uncertain');
    expect(outcomeOf('read', 'connect')).toBe('uncertain');
  });

  it('is told by the first code among its causes, however deep', () => {
    let error = Object.assign(new Error('read'), { code: 'EPIPE', cause: new Error('x', { cause: 'y' }) });
    for (let depth = 0; depth < 12; depth += 1)
      error = new Error('wrapped', { cause: error }) as typeof error;
    expect(mapSlackFailure(error)).toEqual(uncertain('EPIPE'));
    expect(mapSlackFailure(Object.assign(error, { code: 'ECONNRESET' }))).toEqual(uncertain('ECONNRESET'));
  });

  it('is not told by a code of the SDK', () => {
    const error = Object.assign(new Error('x'), { code: 'slack_webapi_request_error' });
    expect(mapSlackFailure(error)).toEqual(uncertain('network'));
  });

  it('may be its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(mapSlackFailure(error)).toEqual(uncertain('network'));
  });
});
