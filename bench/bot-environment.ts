/** The settings of a bot, the real one or the bare one, between a sandbox Slack and one portal called acme. */
export function botEnvironment(
  slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl: string },
  portal: { readonly url: string; readonly apiKey: string },
): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DOCSPACE_URL: portal.url,
    DOCSPACE_NAME: 'acme',
    DOCSPACE_API_KEY: portal.apiKey,
  };
}
