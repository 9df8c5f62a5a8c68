import type { Answers } from '../slack/interactions/answers.ts';
import type { StoredMessage } from '../slack/stored-message.ts';

/**
 * The answer that stays: while the bot still reads, it says so in a line that ends with an ellipsis.
 * Rejects when nothing comes within `timeoutMs`.
 */
export async function finalAnswer(answers: Answers, timeoutMs: number): Promise<StoredMessage> {
  for (;;) {
    const answer = await answers.nextAnswer(timeoutMs);
    if (!answer.text.trimEnd().endsWith('…')) return answer;
  }
}
