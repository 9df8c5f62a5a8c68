// The least a bot can do: what the real one is measured against.
import bolt from '@slack/bolt';

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL, PORTAL_URL, PORTAL_KEY } = process.env;
const clientOptions = { slackApiUrl: SLACK_API_URL };
const receiver = new bolt.SocketModeReceiver({
  appToken: SLACK_APP_TOKEN,
  installerOptions: { clientOptions: { ...clientOptions } },
});
const app = new bolt.App({ token: SLACK_BOT_TOKEN, receiver, clientOptions });

app.command('/backups', async ({ ack, respond }) => {
  await ack();
  const answer = await fetch(`${PORTAL_URL}/api/2.0/backup/getbackuphistory?Dump=false`, {
    headers: { authorization: `Bearer ${PORTAL_KEY}` },
  });
  const { response } = await answer.json();
  await respond(response.map((record) => `${record.fileName} ${record.createdOn}`).join('\n'));
});

await app.start();
