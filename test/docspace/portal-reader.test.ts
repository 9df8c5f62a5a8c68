import { describePortalReader } from '../readings/portal-reader.contract.ts';
import { createTestReader, portalAt, startTestPortal } from './history-setup.ts';

describePortalReader('the reader of DocSpace over HTTP', async () => {
  const server = await startTestPortal();
  server.state.standalone = true;
  const { reader } = createTestReader({ apiKey: server.apiKey });
  return {
    reader,
    portal: portalAt(server.url),
    mistaken: portalAt('no address'),
    list(part, ids) {
      server.state[part === 'dumps' ? 'dumps' : 'ownBackups'] = ids.map((id) => ({
        ...{ id, fileName: `${id}.tar.gz`, storageType: 0 },
        ...{ createdOn: '2026-11-23T02:15:00', expiresOn: '0001-01-01T00:00:00' },
      }));
    },
    refuseKey: () => {
      server.state.keyRevoked = true;
    },
  };
});
