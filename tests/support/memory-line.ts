interface Message {
  readonly id: string;
  readonly payload: { readonly data: { readonly events: { readonly cursor: string; readonly missedBefore: number } } };
}

/** Messages that fit into a socket that nobody reads. */
const ROOM = 1;

/** What the hub and graphql-ws send to, in memory: a test says when its reader reads. */
export class MemoryLine {
  /** That have arrived, in order. */
  readonly messages: Message[] = [];
  #isStalled = false;
  #held: string[] = [];
  #waiting: (() => void)[] = [];

  get isBehind(): boolean {
    return this.#held.length > ROOM;
  }

  /** Messages that nobody has read. */
  get held(): number {
    return this.#held.length;
  }

  stall(): void {
    this.#isStalled = true;
  }

  flow(): void {
    this.#isStalled = false;
    for (const message of this.#held.splice(0)) this.#arrive(message);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  push(messages: readonly string[]): void {
    for (const message of messages) {
      if (this.#isStalled) this.#held.push(message);
      else this.#arrive(message);
    }
  }

  /** Resolves when it has left. */
  async send(message: string): Promise<void> {
    this.push([message]);
    if (this.#isStalled) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #arrive(message: string): void {
    this.messages.push(JSON.parse(message) as Message);
  }
}
