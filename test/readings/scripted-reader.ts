import type { HistoryAnswer, Part } from '../../src/backups/reading.ts';
import type { PortalReader } from '../../src/readings/portal-reader.ts';

interface Question {
  readonly portal: string;
  readonly part: Part;
  answer(answer: HistoryAnswer): void;
  reject(error: Error): void;
}

/** A second implementation of the port: every answer waits until the test gives it. */
export interface ScriptedReader extends PortalReader {
  /** Every question so far, oldest first. */
  readonly questions: readonly Question[];
}

export function createScriptedReader(): ScriptedReader {
  const questions: Question[] = [];
  return {
    questions,
    readHistory: (portal, part) =>
      new Promise<HistoryAnswer>((answer, reject) => {
        questions.push({ portal: portal.name, part, answer, reject });
      }),
  };
}
