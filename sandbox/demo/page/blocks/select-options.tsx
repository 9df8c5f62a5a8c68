import { asJsonObject, asObjects, type JsonObject } from '../../../slack/json.ts';
import { useReader } from '../reader.ts';
import { words } from './text-view.tsx';

/** The initial value of a select. Empty for none. */
export function initialValue(element: JsonObject): string {
  const { initial_option, initial_user, initial_channel, initial_conversation } = element;
  return String(
    asJsonObject(initial_option)['value'] ?? initial_user ?? initial_channel ?? initial_conversation ?? '',
  );
}

/** The options of a select: its own, in groups if it has any, or the workspace's people or channels. */
export function SelectOptions({ element }: { readonly element: JsonObject }) {
  const { users, channels } = useReader();
  switch (element['type']) {
    case 'users_select':
      return list(users.filter(({ isBot }) => !isBot).map(({ id, realName }) => [id, realName]));
    case 'channels_select':
    case 'conversations_select':
      return list(channels.filter(({ isDirect }) => !isDirect).map(({ id, name }) => [id, `#${name}`]));
    default: {
      const groups = asObjects(element['option_groups']);
      if (groups.length === 0) return list(offered(element));
      return groups.map((group) => (
        <optgroup key={words(group['label'])} label={words(group['label'])}>
          {list(offered(group))}
        </optgroup>
      ));
    }
  }
}

type Offer = readonly [value: string, label: string];

function offered(holder: JsonObject): readonly Offer[] {
  return asObjects(holder['options']).map((option) => [String(option['value']), words(option['text'])]);
}

function list(offers: readonly Offer[]) {
  return offers.map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
