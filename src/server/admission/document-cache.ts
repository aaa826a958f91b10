import type { DocumentNode } from 'graphql';

/**
 * Documents that were parsed and found valid, by a key of their text; the least recently used go first. Bounded by count and by the
 * length of their texts, so that nobody can fill the memory with long ones.
 */
export class DocumentCache {
  readonly #entries = new Map<string, { readonly document: DocumentNode; readonly length: number }>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxEntries = 1_000, maxCharacters = 4 * 1024 * 1024) {
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): DocumentNode | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.document;
  }

  /** `length` of its text. One that is longer than all may be together is not kept. */
  set(key: string, document: DocumentNode, length: number): void {
    this.#delete(key);
    if (length > this.#maxCharacters) return;
    this.#entries.set(key, { document, length });
    this.#characters += length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) return;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#characters -= this.#entries.get(key)?.length ?? 0;
    this.#entries.delete(key);
  }
}
