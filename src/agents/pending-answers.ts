import { randomUUID } from 'node:crypto';
import type { AgentMessage, CanariesMessage, ServerMessage } from './protocol.js';

type CheckMessage = Extract<ServerMessage, { check: string }>;
type WithoutCheck<Message> = Message extends CheckMessage ? Omit<Message, 'check'> : never;
/** A message that is answered, before it has the number that its answer will name. */
export type Question = WithoutCheck<CheckMessage>;
export type Answer = CanariesMessage | Extract<AgentMessage, { type: 'canary.stored' }>;

/** Questions to one agent that have no answer yet. Each is settled once: by its answer, its timeout or the agent's end. */
export class PendingAnswers {
  readonly #pending = new Map<string, (answer: Answer | null) => void>();

  /** `send` is called once, at once. Null where no answer comes within `timeoutMs`. */
  ask(question: Question, timeoutMs: number, send: (message: ServerMessage) => void): Promise<Answer | null> {
    const check = randomUUID();
    return new Promise((resolve) => {
      const settle = (answer: Answer | null): void => {
        clearTimeout(timer);
        this.#pending.delete(check);
        resolve(answer);
      };
      const timer = setTimeout(settle, timeoutMs, null);
      this.#pending.set(check, settle);
      send({ ...question, check });
    });
  }

  answer(answer: Answer): void {
    this.#pending.get(answer.check)?.(answer);
  }

  /** The agent is gone. */
  giveUp(): void {
    for (const settle of [...this.#pending.values()]) settle(null);
  }
}
