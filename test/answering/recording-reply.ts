import type { Place, Reply, Sent } from '../../src/answering/reply.ts';
import type { Message } from '../../src/messages/kit/message.ts';

/** A message as it is in Slack now. */
export interface Shown {
  readonly to: 'asker' | 'channel';
  readonly text: string;
}

/** A second implementation of the port: records what it is asked to send. */
export interface RecordingReply extends Reply {
  /** The messages in Slack, oldest first, including the one that was pressed. */
  readonly shown: readonly Shown[];
  /** The outcomes of the next messages and announcements; an empty list means sent. */
  readonly outcomes: Sent[];
}

/** `pressed` is the text of the asker's own message that a click came from. */
export function createRecordingReply(pressed?: string): RecordingReply {
  const shown: Shown[] = pressed === undefined ? [] : [{ to: 'asker', text: pressed }];
  const outcomes: Sent[] = [];
  let view: 'untouched' | 'replaced' | 'uncertain' = 'untouched';

  function choosePlace(asked: Place): Place {
    if (asked === 'asker' && view === 'replaced') return 'view';
    return asked === 'view' && view === 'uncertain' ? 'asker' : asked;
  }

  function show({ text }: Message, place: Place): Sent {
    const outcome = outcomes.shift() ?? 'sent';
    if (outcome !== 'sent' && outcome !== 'uncertain') return outcome;
    if (place === 'view') shown[0] = { to: 'asker', text };
    else shown.push({ to: place, text });
    return outcome;
  }

  return {
    shown,
    outcomes,
    send: async (message, asked) => show(message, choosePlace(asked)),
    async announce(message, place) {
      const outcome = show(message, place);
      if (place === 'view' && outcome !== 'lost') view = outcome === 'sent' ? 'replaced' : 'uncertain';
    },
  };
}
