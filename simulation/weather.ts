/** How bad bad weather is: once in so many times, on average. */
export interface Odds {
  /** Of the times that a copy of the bot waits for something, it dies. */
  readonly deathOnceIn: number;
  /** Or it is paused. */
  readonly pauseOnceIn: number;
  /** Of the calls of Slack, one fails. */
  readonly troubleOnceIn: number;
}

/** What befalls all copies of the bot at once. */
export interface Weather {
  /** Nothing goes wrong any more. */
  isCalm: boolean;
  /** No call arrives at Slack. */
  isSlackAway: boolean;
  /** No portal answers. */
  arePortalsAway: boolean;
  isDatabaseAway: boolean;
  /** The machines are off. */
  isPowerOff: boolean;
}

export function goodWeather(): Weather {
  return {
    ...{ isCalm: false, isSlackAway: false, arePortalsAway: false },
    ...{ isDatabaseAway: false, isPowerOff: false },
  };
}
