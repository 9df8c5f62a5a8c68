import { LineCounter, parseDocument } from 'yaml';
import type { Policy } from '../backups/portal.ts';
import { foldWord } from '../commands/fold-word.ts';
import type { Environment } from './environment.ts';
import { type PortalConfig, parsePortalEntry } from './portal-entry.ts';
import { unifyGroups } from './unify-groups.ts';
import { closest, quote } from './values.ts';

type RawEntry = Readonly<Record<string, unknown>>;

/** The content of `DOCSPACE_PORTALS_FILE`. */
export interface PortalsFile {
  /** `undefined` after problems were reported. */
  readonly portals: readonly PortalConfig[] | undefined;
  /** The variables that hold its portals' keys. */
  readonly variables: ReadonlySet<string>;
}

/**
 * The portals of a YAML or JSON file: a list, alone or under `portals`. `policy` supplies the windows that an entry
 * omits.
 */
export function parsePortalsFile(
  environment: Environment,
  path: string,
  policy: Policy | undefined,
): PortalsFile {
  const report = (message: string) => environment.report('DOCSPACE_PORTALS_FILE', `${quote(path)}${message}`);
  const text = environment.file('DOCSPACE_PORTALS_FILE', path);
  const list = text === undefined ? undefined : listOf(parseYaml(text, report), report);
  if (list === undefined) return { portals: undefined, variables: new Set() };

  const portals = list.map((raw, index) => {
    const where = placeOf(raw, index);
    return isMapping(raw)
      ? parsePortalEntry(environment, { path, where }, raw, policy)
      : report(`, ${where} is not a group of members such as name and url`);
  });
  const entries = list.filter(isMapping);
  reportDuplicates(entries, report);
  const sound = portals.filter((portal) => portal !== undefined);
  return {
    portals: sound.length === list.length ? unifyGroups(sound) : undefined,
    variables: new Set(
      entries.flatMap(({ apiKeyEnv: name }) => (typeof name === 'string' ? [name.trim()] : [])),
    ),
  };
}

type Report = (message: string) => undefined;

/** Positions and kinds only: the parser's own messages and warnings quote the file, which may contain keys. */
function parseYaml(text: string, report: Report): unknown {
  const lineCounter = new LineCounter();
  const options = { prettyErrors: false, lineCounter, logLevel: 'error' } as const;
  const document = parseDocument(text.replace(/^\uFEFF/, ''), options);
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const kind = error.code.toLowerCase().replaceAll('_', ' ');
    return report(`, line ${line}, column ${col} is neither YAML nor JSON (${kind})`);
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? report(' is empty');
  } catch {
    return report(' uses an alias (*name) that cannot be resolved');
  }
}

/** JSON has no comments, so its `$schema` is what tells editors the schema. */
const rootMembers = ['portals', '$schema'];

function listOf(root: unknown, report: Report): readonly unknown[] | undefined {
  if (root === undefined) return undefined;
  const list = isMapping(root) ? root['portals'] : root;
  const unknownMembers = isMapping(root)
    ? Object.keys(root).filter((member) => !rootMembers.includes(member))
    : [];
  for (const member of unknownMembers) {
    const [nearest] = closest(member, ['portals']);
    // It may be a part of a key that ended up on a separate line.
    if (nearest === undefined) report(' has an unknown member; only portals is known');
    else report(`: ${quote(member)} is unknown; did you mean portals?`);
  }
  if (Array.isArray(list) && list.length > 0) return list;
  const isEmpty = Array.isArray(list) || list === null;
  return report(isEmpty ? ' lists no portal' : ' has no list; start it with "portals:" and then "- name: …"');
}

function reportDuplicates(entries: readonly RawEntry[], report: Report): void {
  const names = entries.map((entry) => nameKey(entry['name']));
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);
  for (const name of new Set(twice)) {
    report(`: several portals are called ${quote(name ?? '')}; capitals make no difference`);
  }
}

function nameKey(name: unknown): string | undefined {
  return typeof name === 'string' ? foldWord(name.trim()) : undefined;
}

function placeOf(raw: unknown, index: number): string {
  const name = isMapping(raw) ? raw['name'] : undefined;
  return `portal ${index + 1}${typeof name === 'string' ? ` (${quote(name)})` : ''}`;
}

function isMapping(value: unknown): value is RawEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
