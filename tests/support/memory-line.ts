interface Message {
  readonly id: string;
  readonly payload: {
    readonly data: {
      readonly events: { readonly cursor: string; readonly missedBefore: number; readonly reader: string };
    };
  };
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

  push(frames: string): void {
    for (const message of textsIn(Buffer.from(frames, 'latin1'))) this.#take(message);
  }

  /** Resolves when it has left. */
  async send(message: string): Promise<void> {
    this.#take(message);
    if (this.#isStalled) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #take(message: string): void {
    if (this.#isStalled) this.#held.push(message);
    else this.#arrive(message);
  }

  #arrive(message: string): void {
    this.messages.push(JSON.parse(message) as Message);
  }
}

/** Of whole text frames. */
function* textsIn(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== 0x81) throw new Error('no final frame of a text');
    const short = bytes[at + 1]!;
    const [head, length] =
      short < 126
        ? [2, short]
        : short === 126
          ? [4, bytes.readUInt16BE(at + 2)]
          : [10, Number(bytes.readBigUInt64BE(at + 2))];
    yield bytes.toString('utf8', at + head, at + head + length);
    at += head + length;
  }
}
