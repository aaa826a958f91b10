import { MAX_LINE_LENGTH, type LogLevel } from './protocol.js';
import { RateWindow } from './rate-window.js';

const MAX_LINES_PER_SECOND = 100;

/** One agent's lines on their way to the log: bounded in length and rate, and it says how many it dropped. */
export class AgentLog {
  readonly #write: (lease: string | null, level: LogLevel, message: string) => void;
  readonly #rate = new RateWindow(MAX_LINES_PER_SECOND);
  #dropped = 0;

  constructor(write: (lease: string | null, level: LogLevel, message: string) => void) {
    this.#write = write;
  }

  line(lease: string | null, level: LogLevel, message: string): void {
    if (!this.#rate.allows(1)) {
      this.#dropped += 1;
      return;
    }
    this.sayDropped();
    this.#write(lease, level, cutText(message, MAX_LINE_LENGTH));
  }

  /** Also when the agent ends: nothing is dropped in silence. */
  sayDropped(): void {
    if (this.#dropped === 0) return;
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#write(null, 'warn', `${dropped} lines dropped: more than ${MAX_LINES_PER_SECOND} a second`);
  }
}

/** At most `maxLength` UTF-16 units, the last one an ellipsis where something was cut, and no half character before it. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}
