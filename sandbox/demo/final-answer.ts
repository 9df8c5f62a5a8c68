import type { Answers } from '../slack/interactions/answers.ts';
import type { StoredMessage } from '../slack/stored-message.ts';

/**
 * Waits for the final answer. Interim answers, which say that the bot is still reading, end with an ellipsis.
 * Rejects when no answer comes within `timeoutMs`.
 */
export async function finalAnswer(answers: Answers, timeoutMs: number): Promise<StoredMessage> {
  for (;;) {
    const answer = await answers.nextAnswer(timeoutMs);
    if (!answer.text.trimEnd().endsWith('…')) return answer;
  }
}
