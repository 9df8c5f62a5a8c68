// The bare bot as a separate process, set up like the real one.
import { startBareBot } from './bare-bot.js';

const env = process.env;
await startBareBot({
  botToken: env.SLACK_BOT_TOKEN,
  appToken: env.SLACK_APP_TOKEN,
  apiUrl: env.SLACK_API_URL,
  portalUrl: env.DOCSPACE_URL,
  portalKey: env.DOCSPACE_API_KEY,
});
