/** Deliveries that Slack makes more than once. */
export class Repeats {
  #left = 0;

  /** The next `times` deliveries are made twice, at the same time, with the same payload. */
  add(times: number): void {
    this.#left += times;
  }

  /** How often the delivery that is made now is repeated. */
  take(): number {
    if (this.#left === 0) return 0;
    this.#left -= 1;
    return 1;
  }
}
