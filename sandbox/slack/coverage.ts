/** How much of a Slack feature the sandbox supports, with notes. */
export interface Coverage {
  readonly support: 'full' | 'partial' | 'none';
  readonly note: string;
}

type CoverageTable = Readonly<Record<string, Coverage>>;

const full = (note = ''): Coverage => ({ support: 'full', note });
const partial = (note: string): Coverage => ({ support: 'partial', note });
const none = (note: string): Coverage => ({ support: 'none', note });

/** Web API methods. Every other method is `unknown_method`. */
export const methodCoverage: CoverageTable = {
  'api.test': full(),
  'apps.connections.open': full('one-time tickets; no rate limit of its own'),
  'auth.test': full(),
  'blocks.validate': partial('`constraint` details are left out'),
  'chat.delete': full(),
  'chat.postEphemeral': partial('every user counts as a member of every channel'),
  'chat.postMessage': partial('attachments are counted, not shown; `parse` and `link_names` are ignored'),
  'chat.update': partial('no edit window'),
  'conversations.history': partial(
    'no threads, no join and leave messages, no `oldest` and `latest` in the answer',
  ),
  'conversations.info': partial('no topic, purpose or counts'),
  'conversations.list': full(),
  'conversations.open': partial('direct messages with one person, no group messages'),
  'files.completeUploadExternal': partial(
    'shares at once, where Slack does it after the answer; `username` and icons are ignored; which error an archived ' +
      'channel gives is not documented',
  ),
  'files.getUploadURLExternal': partial('any size, and every `snippet_type`; `alt_txt` is ignored'),
  'users.info': partial('name, admin flag, time zone and profile names only'),
  'views.open': full('trigger_ids expire by the sandbox clock'),
  'views.publish': full('hash races, `not_enabled`, `view_too_large`'),
  'views.push': full('three views deep; the depth is undocumented'),
  'views.update': full(),
};

/** How Slack and the app talk, besides the Web API. */
export const featureCoverage: CoverageTable = {
  tokens: full('bot and app token; `not_authed`, `invalid_auth`, `token_revoked`, `not_allowed_token_type`'),
  scopes: full('`missing_scope` with `needed` and `provided`, and the scope headers'),
  'rate limits': partial(
    'one chat.postMessage per second and channel without bursts; tiers per method are not simulated',
  ),
  'slash commands': full('never repeated; Slack’s own failure messages'),
  'block_actions in messages': full('no `message` in the payload of an ephemeral one, as Slack does'),
  'block_actions in views': full(),
  view_submission: partial('no `response_url_enabled` inputs'),
  view_closed: full(),
  app_home_opened: full(),
  'other events': none('messages of people do not cause events'),
  'event retries': none('each delivery is tried once'),
  'block_suggestion in messages': partial(
    'Slack’s error for refused options is not documented; a multi-select picks only from the latest options',
  ),
  'block_suggestion in views': partial('the same as in messages'),
  shortcuts: none('the bot has none'),
  'Socket Mode': full(
    'tickets, hello, envelopes to one of many connections, pings, disconnect frames, ten connections',
  ),
  'HTTP mode': full('signed requests, with the real time rather than the sandbox clock'),
  response_url: partial(
    'five uses, thirty minutes, counting accepted messages only; the bodies of refusals are not documented. ' +
      'For a command, `replace_original` posts a new message (bolt-js #2287, bolt-python #1268)',
  ),
  'file uploads': partial(
    'raw and multipart; a content of another length than announced is refused with 400, which is not documented; ' +
      '`url_private` is an address of the real Slack',
  ),
  'repeated deliveries': full('commands, clicks and views, with the same trigger_id, on request of a test'),
  'total message size': partial('about 13,200 characters; the exact rule is undocumented'),
  'character counting': partial('UTF-16 units; it is not known whether Slack counts code points'),
};

/** Block types of the validator. */
export const blockCoverage: CoverageTable = {
  actions: full(),
  alert: full('modals only'),
  card: partial('lengths and actions'),
  carousel: partial('counts'),
  container: partial('refused in the Home tab, where Slack’s pages disagree'),
  context: full(),
  context_actions: partial('counts and labels'),
  data_table: partial(
    '201 rows and 20,000 characters, where Slack’s pages disagree; refused in the Home tab',
  ),
  divider: full(),
  header: full(),
  image: full('addresses are checked for form, not fetched'),
  input: full(),
  markdown: partial('not expanded into several blocks'),
  plan: partial('counts'),
  rich_text: full('unknown tokens of a date are refused; what Slack does with them is not documented'),
  section: full(),
  table: full('one per message, 10,000 characters; refused in the Home tab, where Slack’s pages disagree'),
  task_card: partial('required fields'),
  video: partial('needs links.embed:write on Slack, which is not checked'),
};
