export type TokenSetting = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

/** Slack refused a token permanently: nothing works until the operator sets another one. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';

  constructor(setting: TokenSetting, code: string, advice: string) {
    super(`Slack refuses the token in ${setting} (${code}). ${advice}`);
  }
}
