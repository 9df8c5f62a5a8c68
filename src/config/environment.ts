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

/** How files are read; throws what Node's `readFileSync` throws. */
export interface Files {
  read(path: string): string;
}

/** One thing that is wrong with one setting. The message never holds a secret. */
interface Problem {
  readonly setting: string;
  readonly message: string;
}

/** Everything that is wrong with the configuration, in words for the administrator. */
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

/** Shorter values would blot out ordinary words. */
const shortestHidden = 6;

/** Reads settings and collects what is wrong with them, so that all of it can be reported at once. */
export class Environment {
  readonly env: Env;
  readonly #files: Files;
  readonly #problems: Problem[] = [];
  readonly #secrets: string[] = [];

  constructor(env: Env, files: Files) {
    this.env = env;
    this.#files = files;
    // Also those that are never read because other settings take precedence.
    for (const { name } of settings.filter(({ secret }) => secret)) this.hide(this.text(name) ?? '');
  }

  /** A variable's text without the space around it; `undefined` when unset or empty. */
  text(name: string): string | undefined {
    return (Object.hasOwn(this.env, name) && this.env[name]?.trim()) || undefined;
  }

  /** Whether a setting has a value, or a file to come from, sound or not. */
  isSet(name: SettingName): boolean {
    const names = docOf(name).secret ? [name, fileNameOf(name)] : [name];
    return names.some((each) => this.text(each) !== undefined);
  }

  /** Notes a problem. Returns `undefined`, in place of the value. */
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
    if (direct !== undefined) return this.report(name, `is given twice; leave out ${name} or ${fileName}`);
    return this.#secretOf(name, this.secretFile(fileName, path));
  }

  /** A secret that may be written in capitals or in small letters, as proxies are; small letters count first. */
  secretInEitherCase(name: SecretName): Secret | undefined {
    const small = this.text(name.toLowerCase());
    return small === undefined ? this.secret(name) : this.#secretOf(name, small);
  }

  /** Whether a setting that may also be written in small letters has a value, sound or not. */
  isSetInEitherCase(name: SettingName): boolean {
    return this.isSet(name) || this.text(name.toLowerCase()) !== undefined;
  }

  /** A value that may be written in capitals or in small letters, as `NO_PROXY` is; small letters count first. */
  valueInEitherCase<Value>(name: PlainName, schema: ValueSchema<Value>): Value | undefined {
    const small = this.text(name.toLowerCase());
    return small === undefined ? this.value(name, schema) : this.#check(docOf(name), small, schema);
  }

  /** What a secret's file holds, without the line break at its end; `undefined` after a problem was reported. */
  secretFile(setting: string, path: string): string | undefined {
    const text = this.file(setting, path)?.trim();
    return text === '' ? this.report(setting, `the file ${quotePath(path)} is empty`) : text;
  }

  /** What a file holds; `undefined` after a problem was reported. */
  file(setting: string, path: string): string | undefined {
    try {
      return this.#files.read(path);
    } catch (error) {
      return this.report(setting, `the file ${quotePath(path)} cannot be read: ${reasonOf(error)}`);
    }
  }

  /** Keeps a value out of every message, wherever it turns up, also without a scheme such as `Bearer`. */
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

/** A path in words, unless it looks like the secret itself, pasted where its path belongs. */
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

/** Whether reading a file failed because there is none. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
