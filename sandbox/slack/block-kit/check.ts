import { isJsonObject, type JsonObject } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** A problem that Slack would report, in Slack's words. */
export interface BlockError {
  /** The Web API error that it causes. */
  readonly code: 'invalid_blocks' | 'invalid_attachments' | 'msg_blocks_too_long';
  readonly message: string;
  /** JSON pointer to the faulty place: `/blocks/2/elements/0/text/text`. */
  readonly pointer: string;
}

/** The place that is being checked, and where to report problems. */
export interface Place {
  readonly pointer: string;
  readonly surface: Surface;
  readonly errors: BlockError[];
}

/** Checks a value and reports what Slack would refuse. */
export type Check = (value: unknown, place: Place) => void;

export function report(place: Place, message: string, code: BlockError['code'] = 'invalid_blocks'): void {
  place.errors.push({ code, message, pointer: place.pointer });
}

export function inside(place: Place, key: string | number): Place {
  return { ...place, pointer: `${place.pointer}/${key}` };
}

export const anything: Check = () => undefined;

/** Lengths are counted as `string.length`. It is not known whether Slack counts code points. */
export function string(bounds: { readonly min?: number; readonly max?: number } = {}): Check {
  const { min = 0, max = Number.POSITIVE_INFINITY } = bounds;
  return (value, place) => {
    if (typeof value !== 'string') return report(place, 'must provide a string');
    if (value.length < min) report(place, `must be more than ${min - 1} characters`);
    if (value.length > max) report(place, `must be less than ${max + 1} characters`);
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(place, `must be a valid ${what}`);
  };
}

export function integer(min: number, max: number): Check {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return report(place, 'must provide an integer');
    if (value < min) report(place, `must be greater than ${min - 1}`);
    if (value > max) report(place, `must be less than ${max + 1}`);
  };
}

export const number: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(place, 'must provide a number');
};

export const boolean: Check = (value, place) => {
  if (typeof value !== 'boolean') report(place, 'must provide a boolean');
};

export function oneOf(...values: readonly string[]): Check {
  return (value, place) => {
    if (!values.some((allowed) => allowed === value)) report(place, 'must be a valid enum value');
  };
}

/** Absolute addresses only. Slack refuses relative ones, spaces and unknown schemes. */
export function url(schemes: readonly string[]): Check {
  const length = string({ min: 1, max: 3000 });
  return (value, place) => {
    length(value, place);
    if (typeof value !== 'string') return;
    const isValid = !/\s/.test(value) && URL.canParse(value) && schemes.includes(new URL(value).protocol);
    if (!isValid) report(place, 'invalid url');
  };
}

export function list(item: Check, min: number, max: number): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return report(place, 'must provide an array');
    if (value.length < min) report(place, `no less than ${min} items allowed`);
    if (value.length > max) report(place, `no more than ${max} items allowed`);
    value.forEach((entry, index) => {
      item(entry, inside(place, index));
    });
  };
}

type Fields = Readonly<Record<string, Check>>;

/** An object with exactly these fields; `type` is always allowed, because `byType` checks it. */
export function object(
  required: Fields,
  optional: Fields = {},
  also: (value: JsonObject, place: Place) => void = anything,
): Check {
  const known: Fields = { type: anything, ...required, ...optional };
  return (value, place) => {
    if (!isJsonObject(value)) return report(place, 'must provide an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report(place, `missing required field: ${name}`);
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = known[name];
      if (check === undefined) report(place, `invalid additional property: ${name}`);
      else if (entry !== undefined) check(entry, inside(place, name));
    }
    also(value, place);
  };
}

/** Chooses the check by the object's `type`, among the allowed ones. */
export function byType(checks: Fields, allowed: readonly string[] = Object.keys(checks)): Check {
  return (value, place) => {
    if (!isJsonObject(value)) return report(place, 'must provide an object');
    const { type } = value;
    if (type === undefined) return report(place, 'missing required field: type');
    const check = typeof type === 'string' && allowed.includes(type) ? checks[type] : undefined;
    if (check === undefined) return report(inside(place, 'type'), `unsupported type: ${String(type)}`);
    check(value, place);
  };
}
