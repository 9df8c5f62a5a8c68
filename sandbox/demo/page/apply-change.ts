import type { PageChange, PageChannel, PageMessage, PageState } from '../page-server/page-wire.ts';

/** The page's state after a change. Messages keep the order in which they were posted. */
export function applyChange(state: PageState, change: PageChange): PageState {
  switch (change.kind) {
    case 'message':
      return { ...state, messages: putMessage(state.messages, change.message) };
    case 'message-deleted':
      return { ...state, messages: state.messages.filter((message) => !isSame(message, change)) };
    case 'channel':
      return { ...state, channels: putChannel(state.channels, change.channel) };
    case 'channel-removed':
      return {
        ...state,
        channels: state.channels.filter(({ id }) => id !== change.channelId),
        messages: state.messages.filter(({ channelId }) => channelId !== change.channelId),
      };
    case 'clock':
      return { ...state, clockAheadMs: change.clockAheadMs };
    case 'home':
      return { ...state, home: change.home };
    case 'modals':
      return { ...state, modals: change.modals };
    case 'bot': {
      const { outage: _, ...rest } = state;
      return { ...rest, bot: change.bot, ...(change.outage === undefined ? {} : { outage: change.outage }) };
    }
    case 'played':
      return { ...state, played: change.played };
    case 'portals':
      return { ...state, portals: change.portals };
  }
}

function putMessage(messages: readonly PageMessage[], message: PageMessage): readonly PageMessage[] {
  const index = messages.findIndex((known) => isSame(known, message));
  return index < 0 ? [...messages, message] : messages.with(index, message);
}

function putChannel(channels: readonly PageChannel[], channel: PageChannel): readonly PageChannel[] {
  const index = channels.findIndex(({ id }) => id === channel.id);
  return index < 0 ? [...channels, channel] : channels.with(index, channel);
}

type MessageKey = Pick<PageMessage, 'channelId' | 'ts'>;

function isSame(a: MessageKey, b: MessageKey): boolean {
  return a.channelId === b.channelId && a.ts === b.ts;
}
