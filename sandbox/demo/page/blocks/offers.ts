import { asJsonObject, asObjects, type JsonObject } from '../../../slack/json.ts';
import type { PageChannel, PageUser } from '../../page-server/page-wire.ts';
import { words } from './words.ts';

export interface Offer {
  readonly value: string;
  readonly label: string;
}

/** Options under a heading, or without one. */
export interface OfferGroup {
  readonly label?: string;
  readonly offers: readonly Offer[];
}

/** Whom and what a select can offer besides its own options. */
interface Known {
  readonly users: readonly PageUser[];
  readonly channels: readonly PageChannel[];
}

/** The options of a select: its own, in groups if it has any, or the workspace's people or channels. */
export function offersOf(element: JsonObject, { users, channels }: Known): readonly OfferGroup[] {
  switch (element['type']) {
    case 'users_select':
      return single(
        users.filter(({ isBot }) => !isBot).map(({ id, realName }) => ({ value: id, label: realName })),
      );
    case 'channels_select':
      return single(
        channels.filter((channel) => kindOf(channel) === 'public' && !channel.isArchived).map(offerOfChannel),
      );
    case 'conversations_select':
      return single(channels.filter((channel) => isWanted(channel, element)).map(offerOfChannel));
    default: {
      const groups = asObjects(element['option_groups']);
      if (groups.length === 0) return single(optionsOf(element));
      return groups.map((group) => ({ label: words(group['label']), offers: optionsOf(group) }));
    }
  }
}

export function offerOf(option: JsonObject): Offer {
  return { value: String(option['value']), label: words(option['text']) };
}

function single(offers: readonly Offer[]): readonly OfferGroup[] {
  return [{ offers }];
}

function optionsOf(holder: JsonObject): readonly Offer[] {
  return asObjects(holder['options']).map(offerOf);
}

function offerOfChannel({ id, name, isDirect }: PageChannel): Offer {
  return { value: id, label: isDirect ? name : `#${name}` };
}

function kindOf({ isDirect, isPrivate }: PageChannel): 'im' | 'private' | 'public' {
  if (isDirect) return 'im';
  return isPrivate ? 'private' : 'public';
}

/** What `filter` lets through. Slack offers no archived channel. The only direct message is the bot's. */
function isWanted(channel: PageChannel, element: JsonObject): boolean {
  const { include, exclude_bot_users: withoutBots } = asJsonObject(element['filter']);
  const kind = kindOf(channel);
  const isIncluded = !Array.isArray(include) || include.includes(kind);
  return isIncluded && !channel.isArchived && !(kind === 'im' && withoutBots === true);
}
