import * as z from 'zod';
import { reservedWords } from '../src/commands/words.ts';
import { entrySchema, keyMembers, type MemberName, portalMembers } from '../src/config/portal-members.ts';
import { longestName } from '../src/config/values.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

const reserved = [...reservedWords.filter((word) => /^[a-z][a-z-]*$/.test(word)), '\\d+[smhdw]?'].join('|');
const name = `(?!(?:${reserved})\\s*$)[\\p{L}\\p{N}]\\p{M}*(?:[\\p{L}\\p{N}._-]\\p{M}*){0,${longestName - 1}}`;
const time = '\\d{1,6}\\s*[smhdwSMHDW][A-Za-z]*';
/**
 * The form of each text, without the spaces that the bot ignores around it. These stop the usual mistakes; the bot checks
 * the rest.
 */
const patterns: Readonly<Partial<Record<MemberName, string>>> = {
  name,
  url: '[hH][tT][tT][pP][sS]?://(?![^/\\\\]*[^/\\\\:@][^/\\\\]*@)[^\\s?#]+',
  group: name,
  apiKey: '(?:[A-Za-z]+ )?(?!xox|xapp-)[\\x21-\\x7e]+',
  apiKeyEnv: '[A-Za-z_][A-Za-z0-9_]{0,63}',
  expiringWithin: time,
  staleAfter: time,
};

/**
 * The JSON Schema of the portals file, for editors. Its types come from the schema that the bot reads an entry with, its
 * words from the bot's own advice. It accepts every file that the bot accepts.
 */
export function portalsSchema(): JsonSchema {
  const list = { type: 'array', minItems: 1, items: { $ref: '#/definitions/portal' } } as const;
  const { minItems, items } = list;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Written by npm run schema',
    title: 'The portals file of the DocSpace backup bot',
    description: 'The ONLYOFFICE DocSpace portals to watch: a list, alone or under "portals".',
    type: ['object', 'array'],
    ...{ minItems, items },
    properties: { portals: list, $schema: { type: 'string' } },
    required: ['portals'],
    additionalProperties: false,
    definitions: { portal: portalSchema() },
  };
}

function portalSchema(): JsonSchema {
  const {
    $schema: _,
    properties = {},
    ...entry
  } = z.toJSONSchema(entrySchema, { io: 'input', target: 'draft-7' });
  const members = Object.keys(portalMembers) as MemberName[];
  return {
    title: 'A portal',
    ...entry,
    properties: Object.fromEntries(
      members.map((member) => [
        member,
        memberSchema(member, properties[member] as JsonSchema, entry.required?.includes(member) ?? false),
      ]),
    ),
    oneOf: keyMembers.map((member) => ({
      required: [member],
      properties: { [member]: { type: 'string', pattern: '\\S' } },
    })),
  };
}

/** An optional member may be there without a value. */
function memberSchema(member: MemberName, { type, ...rest }: JsonSchema, isRequired: boolean): JsonSchema {
  const { what, allowed, example } = portalMembers[member];
  const pattern = patterns[member];
  return {
    description: `${what}. Allowed: ${allowed}.`,
    type: isRequired ? type : [type, 'null'],
    ...rest,
    ...(pattern !== undefined && {
      pattern: `^\\s*(?:${pattern})${isRequired ? '' : '?'}\\s*$`,
      patternErrorMessage: `Allowed: ${allowed}.`,
    }),
    examples: [example],
  } as JsonSchema;
}
