import type { HistoryAnswer, Part } from '../../src/backups/reading.ts';
import { aBackup, aPortal } from '../backups/sample-backups.ts';
import { describePortalReader } from './portal-reader.contract.ts';
import { createScriptedReader } from './scripted-reader.ts';

describePortalReader('the scripted reader', async () => {
  const scripted = createScriptedReader();
  const answers = new Map<Part, HistoryAnswer>();
  const refused: HistoryAnswer = { kind: 'failed', failure: { kind: 'key-refused' } };
  return {
    reader: {
      readHistory(portal, part) {
        const asked = scripted.readHistory(portal, part);
        const question = scripted.questions.at(-1);
        if (portal.name === 'mistaken') question?.reject(new TypeError('our mistake'));
        else question?.answer(answers.get(part) ?? { kind: 'read', backups: [] });
        return asked;
      },
    },
    portal: aPortal('acme', {}),
    mistaken: aPortal('mistaken', {}),
    list: (part, ids) =>
      answers.set(part, { kind: 'read', backups: ids.map((id) => aBackup({ id, dump: part === 'dumps' })) }),
    refuseKey: () => void answers.set('own', refused).set('dumps', refused),
  };
});
