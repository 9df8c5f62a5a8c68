import { isJsonObject, type JsonObject } from '../json.ts';
import {
  boolean,
  byType,
  type Check,
  inside,
  integer,
  list,
  number,
  object,
  oneOf,
  type Place,
  report,
  string,
} from './check.ts';
import { richText } from './rich-text.ts';
import { blockId } from './text-objects.ts';

const rawText = object({ text: string({ min: 1 }) });
const rawNumber = object({ value: number }, { text: string({ min: 1 }) });
const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });

const columnSetting = object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean });
const columnSettings: Check = list(
  (value, place) => (value === null ? undefined : columnSetting(value, place)),
  0,
  20,
);

/** https://docs.slack.dev/reference/block-kit/blocks/table-block : rows may have different lengths, cells may not be empty. */
export const table = object(
  { rows: list(list(cell, 1, 20), 1, 100) },
  { block_id: blockId, column_settings: columnSettings },
);

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block : rectangular, first row is the header. */
export const dataTable = object(
  { rows: list(list(cell, 1, 20), 2, 201), caption: string({ min: 1 }) },
  { block_id: blockId, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
  (value, place) => {
    checkRectangle(value, inside(place, 'rows'));
  },
);

function checkRectangle(value: JsonObject, place: Place): void {
  const rows = Array.isArray(value['rows']) ? value['rows'].filter(Array.isArray) : [];
  const width = rows[0]?.length;
  rows.forEach((row, index) => {
    if (row.length !== width) report(inside(place, index), 'must have as many cells as the header row');
  });
  for (const [index, header] of (rows[0] ?? []).entries()) {
    if (isJsonObject(header) && header['type'] === 'rich_text') {
      report(inside(inside(place, 0), index), 'unsupported type: rich_text');
    }
  }
}
