import { isJsonObject, type JsonObject, parseJson } from './json.ts';

/** The arguments of a call. Slack accepts a form, a JSON body and the query. */
export function decodeArguments(contentType: string, body: string, query: URLSearchParams): JsonObject {
  const fromQuery = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body);
    return { ...fromQuery, ...(isJsonObject(parsed) ? parsed : {}) };
  }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}

export function textArgument(args: JsonObject, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A flag: `true` or `1` in a form, true in JSON. */
export function flagArgument(args: JsonObject, name: string): boolean {
  return [true, 'true', '1', 1].some((yes) => yes === args[name]);
}

export function numberArgument(args: JsonObject, name: string, otherwise: number): number {
  const value = Number(args[name]);
  return args[name] === undefined || Number.isNaN(value) ? otherwise : value;
}

/** A structured argument: a value in a JSON body, a JSON string in a form. `undefined` when absent or not JSON. */
export function jsonArgument(args: JsonObject, name: string): unknown {
  const value = args[name];
  return typeof value === 'string' ? parseJson(value) : value;
}

export function hasArgument(args: JsonObject, name: string): boolean {
  return args[name] !== undefined && args[name] !== null && args[name] !== '';
}
