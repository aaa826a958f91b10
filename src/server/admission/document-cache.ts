import type { DocumentNode } from 'graphql';

export interface DocumentCacheOptions {
  readonly maxEntries?: number;
  /** Of all texts together: documents keep them, for the places of errors. */
  readonly maxCharacters?: number;
  /** Of all documents together: some 500 bytes each. */
  readonly maxTokens?: number;
}

interface Entry {
  readonly document: DocumentNode;
  readonly characters: number;
  readonly tokens: number;
}

/** Documents that were parsed and found valid, by a key of their text; the least recently used go first. */
export class DocumentCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #maxTokens: number;
  #characters = 0;
  #tokens = 0;

  constructor(options: DocumentCacheOptions = {}) {
    this.#maxEntries = options.maxEntries ?? 1_000;
    this.#maxCharacters = options.maxCharacters ?? 4 * 1024 * 1024;
    this.#maxTokens = options.maxTokens ?? 100_000;
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

  /** `characters`: the length of its text. One that is beyond a bound by itself is not kept. */
  set(key: string, document: DocumentNode, characters: number): void {
    this.#delete(key);
    const tokens = document.tokenCount ?? 0;
    if (characters > this.#maxCharacters || tokens > this.#maxTokens) return;
    this.#entries.set(key, { document, characters, tokens });
    this.#characters += characters;
    this.#tokens += tokens;
    for (const oldest of this.#entries.keys()) {
      if (this.#fits()) return;
      this.#delete(oldest);
    }
  }

  #fits(): boolean {
    return (
      this.#entries.size <= this.#maxEntries &&
      this.#characters <= this.#maxCharacters &&
      this.#tokens <= this.#maxTokens
    );
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#characters -= entry.characters;
    this.#tokens -= entry.tokens;
  }
}
