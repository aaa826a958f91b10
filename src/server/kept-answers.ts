import type { OperationDefinitionNode } from 'graphql';

/** Characters of one answer, and of all together. */
const LONGEST = 256 * 1_024;
const MAX_CHARACTERS = 8 * 1_024 * 1_024;

/**
 * Answers to queries, for as long as the logs stand still: what is read of them at one revision has one answer. Only for
 * operations that read nothing else. A new revision lets go of all of them.
 */
export class KeptAnswers {
  readonly #texts = new Map<OperationDefinitionNode, Map<string, string>>();
  #revision = 0;
  #characters = 0;

  /** `asked` is all else that the answer depends on: who asks, and with which variables. */
  get(revision: number, operation: OperationDefinitionNode, asked: string): string | undefined {
    return revision === this.#revision ? this.#texts.get(operation)?.get(asked) : undefined;
  }

  set(revision: number, operation: OperationDefinitionNode, asked: string, text: string): void {
    const characters = text.length + asked.length;
    if (characters > LONGEST) return;
    if (revision !== this.#revision || this.#characters + characters > MAX_CHARACTERS) {
      this.#texts.clear();
      this.#revision = revision;
      this.#characters = 0;
    }
    let texts = this.#texts.get(operation);
    if (texts === undefined) this.#texts.set(operation, (texts = new Map<string, string>()));
    texts.set(asked, text);
    this.#characters += characters;
  }
}
