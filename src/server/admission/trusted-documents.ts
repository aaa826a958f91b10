import { hash } from 'node:crypto';
import { Rejection } from '../../core/rejection.js';
import { shortened } from '../../lib/shortened.js';

/** How a request names what is to be carried out. */
export interface NamedDocument {
  readonly query: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The only documents that are carried out, where an operator has said so. */
export class TrustedDocuments {
  readonly #texts = new Map<string, string>();

  /** `ids` are names that clients use beside the SHA-256 of the text, which every document has. */
  constructor(documents: Iterable<{ readonly text: string; readonly id?: string }>) {
    for (const { text, id } of documents) {
      this.#texts.set(hash('sha256', text), text);
      if (id !== undefined) this.#texts.set(id.replace(/^sha256:/, ''), text);
    }
  }

  /** Whether the document whose text has this SHA-256 (hex) is one of them. */
  has(textHash: string): boolean {
    return this.#texts.has(textHash);
  }

  /** The text that a request is about: that of `documentId` or `extensions.persistedQuery.sha256Hash` where it sends none itself. */
  resolve({ query, documentId, extensions }: NamedDocument): unknown {
    if (query !== undefined && query !== '') return query;
    const named = documentId ?? persistedHash(extensions);
    if (typeof named !== 'string') return query;
    const text = this.#texts.get(named.replace(/^sha256:/, ''));
    if (text !== undefined) return text;
    throw new Rejection('FORBIDDEN', `${JSON.stringify(shortened(named))} is none of the trusted documents.`, {
      field: documentId === undefined ? 'extensions' : 'documentId',
    });
  }
}

function persistedHash(extensions: unknown): unknown {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  return persistedQuery?.sha256Hash;
}

/**
 * What a file lists: an object from ids to texts, as GraphQL Code Generator writes it, or Apollo's manifest (`operations` with `id` and
 * `body`). Throws an error that says what is wrong.
 */
export function documentsIn(json: string): readonly { readonly id: string; readonly text: string }[] {
  const value = JSON.parse(json) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is no JSON object');
  const { operations } = value as { operations?: unknown };
  const entries: readonly (readonly [id: unknown, text: unknown])[] = Array.isArray(operations)
    ? (operations as readonly { id?: unknown; body?: unknown }[]).map(({ id, body }) => [id, body])
    : Object.entries(value);
  return entries.map(([id, text]) => {
    if (typeof id !== 'string' || typeof text !== 'string')
      throw new Error('it is no list of documents by their ids: each is a text');
    return { id, text };
  });
}
