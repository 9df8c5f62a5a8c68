/** One thing that is wrong with one setting. The message never holds a secret. */
export interface Problem {
  readonly setting: string;
  readonly message: string;
}

/** Everything that is wrong with the configuration, in words for the person who mends it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describe(problems));
    this.problems = problems;
  }
}

function describe(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(({ setting, message }) => `- ${setting}: ${message}`);
  return [`The configuration has ${count}:`, ...lines].join('\n');
}
