import { Secret } from '../ops/secret.ts';
import { authorizationScheme, secretSchemas } from './secrets.ts';
import {
  docOf,
  type PlainName,
  type SecretName,
  type SettingDoc,
  type SettingName,
  settings,
} from './settings.ts';
import { quote, type ValueSchema } from './values.ts';

/** An environment, as `process.env` has it. An empty value counts as unset. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads files; throws what Node's `readFileSync` throws. */
export interface Files {
  read(path: string): string;
}

/** One thing that is wrong with one setting. The message never holds a secret. */
interface Problem {
  readonly setting: string;
  readonly message: string;
}

/** Every problem of the configuration, described for the administrator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

function describeProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(({ setting, message }) => `- ${setting}: ${message}`);
  return [`The configuration has ${count}:`, ...lines].join('\n');
}

/** Hiding shorter values would hide ordinary words too. */
const shortestHidden = 6;

/** Reads settings and collects their problems, so that all of them can be reported at once. */
export class Environment {
  readonly env: Env;
  readonly #files: Files;
  readonly #problems: Problem[] = [];
  readonly #secrets: string[] = [];

  constructor(env: Env, files: Files) {
    this.env = env;
    this.#files = files;
    // Including those that are never read because other settings take precedence.
    for (const { name } of settings.filter(({ secret }) => secret)) this.hide(this.text(name) ?? '');
  }

  /** A variable's text, trimmed; `undefined` when unset or empty. */
  text(name: string): string | undefined {
    return (Object.hasOwn(this.env, name) && this.env[name]?.trim()) || undefined;
  }

  /** Whether a setting has a value, or a file that holds it, valid or not. */
  isSet(name: SettingName): boolean {
    const names = docOf(name).secret ? [name, fileNameOf(name)] : [name];
    return names.some((each) => this.text(each) !== undefined);
  }

  /** Records a problem. Returns `undefined`, in place of the value. */
  report(setting: string, message: string): undefined {
    this.#problems.push({ setting, message });
  }

  /** The setting's value, or its default; `undefined` when there is neither, or after a problem was reported. */
  value<Value>(name: PlainName, schema: ValueSchema<Value>): Value | undefined {
    const doc = docOf(name);
    const text = this.text(name) ?? doc.default;
    return text === undefined ? undefined : this.#check(doc, text, schema);
  }

  /** The secret, from the variable or from the file that `NAME_FILE` names. */
  secret(name: SecretName): Secret | undefined {
    const fileName = fileNameOf(name);
    const path = this.text(fileName);
    const direct = this.text(name);
    if (path === undefined) return this.#secretOf(name, direct);
    if (direct !== undefined) return this.report(name, `is set twice; remove ${name} or ${fileName}`);
    return this.#secretOf(name, this.secretFile(fileName, path));
  }

  /** A secret whose name may be in upper or lower case, like the proxies; lower case wins. */
  secretInEitherCase(name: SecretName): Secret | undefined {
    const small = this.text(name.toLowerCase());
    return small === undefined ? this.secret(name) : this.#secretOf(name, small);
  }

  /** Whether a setting whose name may also be in lower case has a value, valid or not. */
  isSetInEitherCase(name: SettingName): boolean {
    return this.isSet(name) || this.text(name.toLowerCase()) !== undefined;
  }

  /** A value whose name may be in upper or lower case, like `NO_PROXY`; lower case wins. */
  valueInEitherCase<Value>(name: PlainName, schema: ValueSchema<Value>): Value | undefined {
    const small = this.text(name.toLowerCase());
    return small === undefined ? this.value(name, schema) : this.#check(docOf(name), small, schema);
  }

  /** The content of a secret's file, trimmed; `undefined` after a problem was reported. */
  secretFile(setting: string, path: string): string | undefined {
    const text = this.file(setting, path)?.trim();
    return text === '' ? this.report(setting, `the file ${quotePath(path)} is empty`) : text;
  }

  /** The content of a file; `undefined` after a problem was reported. */
  file(setting: string, path: string): string | undefined {
    try {
      return this.#files.read(path);
    } catch (error) {
      return this.report(setting, `the file ${quotePath(path)} cannot be read: ${reasonOf(error)}`);
    }
  }

  /** Masks a value in every message, also where it appears without a scheme such as `Bearer`. */
  hide(secret: string): Secret {
    this.#secrets.push(secret, secret.replace(authorizationScheme, ''));
    return new Secret(secret);
  }

  /** The error that lists all problems, or `undefined` when there is none. */
  error(): ConfigError | undefined {
    if (this.#problems.length === 0) return undefined;
    return new ConfigError(
      this.#problems.map(({ setting, message }) => ({ setting, message: this.#withoutSecrets(message) })),
    );
  }

  #secretOf(name: SecretName, text: string | undefined): Secret | undefined {
    if (text === undefined) return undefined;
    const secret = this.hide(text);
    return this.#check(docOf(name), text, secretSchemas[name]) === undefined ? undefined : secret;
  }

  #check<Value>(doc: SettingDoc, text: string, schema: ValueSchema<Value>): Value | undefined {
    const result = schema.safeParse(text);
    if (result.success) return result.data;
    const value = doc.secret ? 'the value' : quote(text);
    const why = result.error.issues[0]?.message ?? 'is wrong';
    return this.report(doc.name, `${value} ${why}. ${adviceOn(doc)}`);
  }

  #withoutSecrets(message: string): string {
    return this.#secrets
      .filter((secret) => secret.length >= shortestHidden)
      .reduce((text, secret) => text.replaceAll(secret, '[secret]'), message);
  }
}

/** What is allowed, with an example, in two sentences. */
export function adviceOn(doc: SettingDoc): string {
  return `Allowed: ${doc.allowed}. Example: ${doc.name}=${doc.example}`;
}

/** The variable that names the file a secret is in. */
export function fileNameOf(name: string): string {
  return `${name}_FILE`;
}

/** A quoted path, unless it looks like the secret itself, pasted in place of its path. */
function quotePath(path: string): string {
  return /[/\\.]/.test(path) || path.length < 16
    ? quote(path)
    : '(a name without folder or extension, not shown)';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'it is a folder',
};

/** Why a file could not be read, without its path. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? code;
}

/** Whether reading a file failed because it does not exist. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
