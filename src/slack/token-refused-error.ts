/** Slack refused a token for good: nothing works until the operator sets another one. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';

  constructor(code: string, advice: string) {
    super(`Slack refuses the token (${code}). ${advice}`);
  }
}
