import { type Env, type Environment, fileNameOf } from './environment.ts';
import { settings } from './settings.ts';
import { closest } from './values.ts';

/**
 * Names too short or too common to distinguish a typing mistake from another program's variable: `PATH` is two letters
 * from `PORT`, and `LOGLEVEL` or `LOG_LEVEL_FILE` may belong to any program.
 */
const common: ReadonlySet<string> = new Set([
  ...['PORT', 'HOST', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'LOG_LEVEL', 'LOG_FORMAT'],
]);

/** A variable of older Slack programs, one edit from `SLACK_APP_TOKEN`. */
const others: ReadonlySet<string> = new Set(['SLACK_API_TOKEN']);

const known: readonly string[] = settings.flatMap(({ name, secret }) =>
  secret ? [name, fileNameOf(name)] : [name],
);
const candidates = known.filter((name) => !common.has(name.replace(/_FILE$/, '')));

/** Reports variables that look like a setting but are not, because they would be ignored silently. */
export function reportMisspelt(environment: Environment, variablesInUse: ReadonlySet<string>): void {
  for (const variable of unknownIn(environment.env)) {
    if (variablesInUse.has(variable)) continue;
    const [nearest] = closest(variable, candidates);
    const plain = settings.find(({ name }) => !common.has(name) && fileNameOf(name) === variable);
    if (nearest !== undefined) environment.report(variable, `is not a setting; did you mean ${nearest}?`);
    else if (plain !== undefined)
      environment.report(variable, `is not a setting; only secrets come from files. Set ${plain.name}`);
  }
}

function unknownIn(env: Env): string[] {
  return Object.keys(env).filter((name) => env[name]?.trim() && !known.includes(name) && !others.has(name));
}
