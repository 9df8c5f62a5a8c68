/** Who asks, and where, according to Slack's payload. */
export interface Asker {
  /** Every workspace the payload names: the conversation's and the user's own. */
  readonly teamIds: readonly (string | undefined)[];
  readonly userId: string;
  readonly channelId: string | undefined;
}

/** The members that say who fills in a form. */
interface Filling {
  readonly team: { readonly id: string } | null;
  readonly user: { readonly id: string; readonly team_id?: string | undefined };
}

/** The members that say who acts on one of our messages, and where. */
interface Interaction extends Filling {
  readonly channel?: { readonly id: string } | undefined;
  readonly container: Readonly<Record<string, unknown>>;
}

/**
 * Who acts on a message. An ephemeral message can be used only by its recipient, who has been allowed before; in an
 * Enterprise organisation that user's own workspace may differ from the conversation's. A message in a channel can be
 * used by anyone there.
 */
export function askerOf({ team, user, channel, container }: Interaction): Asker {
  const isEphemeral = container['is_ephemeral'] === true;
  const teamIds = isEphemeral ? [team?.id] : [team?.id, user.team_id];
  return { teamIds, userId: user.id, channelId: channel?.id };
}

/** Who acts in a form, which only the person who opened it sees: like the reader of an ephemeral message. */
export function fillerOf({ team, user }: Filling): Asker {
  return { teamIds: [team?.id], userId: user.id, channelId: undefined };
}

/** Who may ask. Empty sets mean everyone in the workspace. */
export interface AccessRules {
  readonly users: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

export type Refusal = 'stranger' | 'user' | 'channel';

/**
 * Why a user gets no data, or `undefined` when they may have it. `teamId` is the bot's own workspace; while it is unknown,
 * every user is a stranger.
 */
export function assessAccess(
  asker: Asker,
  rules: AccessRules,
  teamId: string | undefined,
): Refusal | undefined {
  const refusal = assessPerson(asker, rules, teamId);
  if (refusal !== undefined) return refusal;
  return rules.channels.size > 0 && !isAllowedPlace(asker, rules.channels) ? 'channel' : undefined;
}

/** The same wherever they ask: a form has no channel of its own. */
export function assessPerson(
  asker: Asker,
  rules: Pick<AccessRules, 'users'>,
  teamId: string | undefined,
): Exclude<Refusal, 'channel'> | undefined {
  const named = asker.teamIds.filter((id) => id !== undefined && id !== '');
  if (named.length === 0 || named.some((id) => id !== teamId)) return 'stranger';
  return rules.users.size > 0 && !rules.users.has(asker.userId) ? 'user' : undefined;
}

/** A user's id allows the direct messages with that user. */
function isAllowedPlace({ channelId, userId }: Asker, channels: ReadonlySet<string>): boolean {
  if (channelId === undefined) return false;
  return channels.has(channelId) || (channelId.startsWith('D') && channels.has(userId));
}
