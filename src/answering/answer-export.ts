import type { Portal } from '../backups/portal.ts';
import { chooseTargets, type Query } from '../backups/query.ts';
import { exportComment, renderExportAnswer } from '../messages/export-answer.ts';
import { renderExport } from '../messages/export-files.ts';
import type { Message } from '../messages/kit/message.ts';
import type { Readings } from '../readings/create-readings.ts';
import type { Files } from './files.ts';

/** What an export needs. */
export interface ExportDeps {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly files: Files;
  readonly clock: () => Date;
}

/** Reads the portals, sends what they list and what is remembered of them to the asker only, and says where it is. */
export async function answerExport(deps: ExportDeps, query: Query, userId: string): Promise<Message> {
  const targets = chooseTargets(query, deps.portals);
  const readings = await deps.readings.read(targets.portals, { scope: targets.scope, fresh: false });
  const name = query.portal ?? query.group ?? 'backups';
  const exported = renderExport(readings, { name: fileStem(name), now: deps.clock() });
  const files = [exported.csv, exported.json];
  const outcome = await deps.files.send(userId, files, exportComment(exported));
  return renderExportAnswer(exported, outcome);
}

/** Names and groups may have letters that a file system refuses. */
function fileStem(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'backups';
}
