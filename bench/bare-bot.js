// The minimal bot that the real one is compared with.
import bolt from '@slack/bolt';

export async function startBareBot({ botToken, appToken, apiUrl, portalUrl, portalKey }) {
  const clientOptions = { slackApiUrl: apiUrl };
  const installerOptions = { clientOptions: { ...clientOptions } };
  const receiver = new bolt.SocketModeReceiver({ appToken, installerOptions });
  const app = new bolt.App({ token: botToken, receiver, clientOptions });

  app.command('/backups', async ({ ack, respond }) => {
    await ack();
    const answer = await fetch(`${portalUrl}/api/2.0/backup/getbackuphistory?Dump=false`, {
      headers: { authorization: `Bearer ${portalKey}` },
    });
    const { response } = await answer.json();
    await respond(response.map((record) => `${record.fileName} ${record.createdOn}`).join('\n'));
  });

  await app.start();
  return app;
}
