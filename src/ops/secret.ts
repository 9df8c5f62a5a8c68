import { inspect } from 'node:util';

const hidden = '[secret]';

/** A value that cannot be printed by accident: text, JSON, `console.log` and errors all show `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it only where the value is sent to its owner: in a header or an SDK option. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}
