import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ConversationMessage, ConversationWindow } from './define-handlers.js';
import { isMissingFile } from './missing-file.js';

/** A canary of the isolation check stands among the messages, and is none. */
type Line = ConversationMessage | { readonly canary: string; readonly value: string };

/** Lines that no longer count are left in the file until they are this many and more than those that do. */
const REWRITE_AFTER_LINES = 64;
const TOKENS_PER_MESSAGE = 4;
const BYTES_PER_TOKEN = 4;

/**
 * The conversation as a file of JSON lines, read once and then only appended to; rewritten whole (write,
 * then rename) when too much of it no longer counts. Synchronous: what was appended is there whatever
 * ends the process next. A line cut off by that is skipped.
 */
export class FileContextWindow implements ConversationWindow {
  readonly limit: number;
  readonly #file: string;
  #messages: ConversationMessage[] = [];
  #tokens = 0;
  #linesOnDisk = 0;

  constructor(file: string, limitTokens: number) {
    this.#file = file;
    this.limit = limitTokens;
    const text = readText(file);
    // A line that a crash cut off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
    for (const line of linesOf(text)) {
      this.#linesOnDisk += 1;
      if ('role' in line) this.#take(line);
    }
    this.#rewriteIfWorthIt();
  }

  get messages(): readonly ConversationMessage[] {
    return [...this.#messages];
  }

  get tokens(): number {
    return this.#tokens;
  }

  append({ role, content }: ConversationMessage): void {
    if (typeof role !== 'string' || typeof content !== 'string') {
      throw new TypeError('a message of the context has a role and a content, both strings');
    }
    const message: ConversationMessage = Object.freeze({ role, content });
    if (estimateTokens(message) > this.limit) {
      throw new RangeError(`the message alone has more than the context's ${this.limit} tokens`);
    }
    this.#write(message);
    this.#take(message);
    this.#rewriteIfWorthIt();
  }

  clear(): void {
    this.#messages = [];
    this.#tokens = 0;
    this.#rewrite();
  }

  storeCanary(canary: string, value: string): void {
    this.#write({ canary, value });
    this.#rewriteIfWorthIt({ canary, value });
  }

  /** From the file, not from what this process remembers: it is the file that might be shared. */
  readCanary(key: string): string | null {
    let value: string | null = null;
    for (const line of linesOf(readText(this.#file))) {
      if ('canary' in line && line.canary === key) value = line.value;
    }
    return value;
  }

  #write(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    this.#linesOnDisk += 1;
  }

  #take(message: ConversationMessage): void {
    this.#messages.push(message);
    this.#tokens += estimateTokens(message);
    let dropped = 0;
    while (this.#tokens > this.limit) {
      const oldest = this.#messages[dropped];
      if (oldest === undefined) break;
      this.#tokens -= estimateTokens(oldest);
      dropped += 1;
    }
    if (dropped > 0) this.#messages.splice(0, dropped);
  }

  #rewriteIfWorthIt(keep?: Line): void {
    const idle = this.#linesOnDisk - this.#messages.length;
    if (idle > REWRITE_AFTER_LINES && idle > this.#messages.length) this.#rewrite(keep);
  }

  #rewrite(keep?: Line): void {
    const lines: readonly Line[] = keep === undefined ? this.#messages : [...this.#messages, keep];
    const temporary = `${this.#file}.tmp`;
    writeFileSync(temporary, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
    renameSync(temporary, this.#file);
    this.#linesOnDisk = lines.length;
  }
}

export function estimateTokens({ content }: ConversationMessage): number {
  return Math.ceil(Buffer.byteLength(content) / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE;
}

function linesOf(text: string): readonly Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isLine(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw error;
  }
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  if ('role' in value && 'content' in value) return typeof value.role === 'string' && typeof value.content === 'string';
  return 'canary' in value && 'value' in value && typeof value.canary === 'string' && typeof value.value === 'string';
}
