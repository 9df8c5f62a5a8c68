import type { HistoryAnswer } from '../../src/backups/reading.ts';
import type { HistoryReader } from '../../src/readings/history-reader.ts';

interface Question {
  readonly portal: string;
  readonly dump: boolean;
  answer(answer: HistoryAnswer): void;
  reject(error: Error): void;
}

/** A second implementation of the port: every answer waits until the test gives it. */
export interface ScriptedReader extends HistoryReader {
  /** Every question so far, oldest first. */
  readonly questions: readonly Question[];
}

export function createScriptedReader(): ScriptedReader {
  const questions: Question[] = [];
  return {
    questions,
    readHistory: (portal, { dump }) =>
      new Promise<HistoryAnswer>((answer, reject) => {
        questions.push({ portal: portal.name, dump, answer, reject });
      }),
  };
}
