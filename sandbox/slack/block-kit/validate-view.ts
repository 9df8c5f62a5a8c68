import { asObjects, type JsonObject } from '../json.ts';
import { anything, type BlockError, boolean, byType, object, type Place, report, string } from './check.ts';
import { plainText } from './text-objects.ts';
import { validateBlocks } from './validate-blocks.ts';

const shared = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};

/** https://docs.slack.dev/reference/views/modal-views and https://docs.slack.dev/reference/views/home-tab-views */
const view = byType({
  modal: object(
    { title: plainText(24), blocks: anything },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
    (value, place) => {
      const hasInput = asObjects(value['blocks']).some(({ type }) => type === 'input');
      if (hasInput && value['submit'] === undefined) report(place, 'missing required field: submit');
    },
  ),
  home: object({ blocks: anything }, shared),
});

/** Everything that Slack would refuse in a modal or Home tab and its blocks. Empty when it is valid. */
export function validateView(value: JsonObject, pointer = '/view'): BlockError[] {
  const surface = value['type'] === 'home' ? 'home' : 'modal';
  const place: Place = { pointer, surface, errors: [] };
  view(value, place);
  if (value['blocks'] === undefined) return place.errors;
  return [...place.errors, ...validateBlocks(value['blocks'], surface, `${pointer}/blocks`)];
}
