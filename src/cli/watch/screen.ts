/** Alternate screen, no cursor, no wrapping at the edge; and all of that undone. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Between these a terminal that can shows nothing half done. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

const REDRAW_EVERY_MS = 100;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The terminal as a screen, drawn at most ten times a second, and only those lines that have changed. Whoever enters it has to
 * leave it; it is left too when the process ends by `process.exit` or an exception.
 */
export class Screen {
  readonly #picture: (size: Size) => readonly string[];
  #shown: readonly string[] = [];
  #drawnAtMs = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #entered = false;
  readonly #leave = (): void => this.leave();
  readonly #resized = (): void => {
    this.#shown = [];
    process.stdout.write('\u001b[2J');
    this.draw();
  };

  /** `picture` is asked for its lines each time that it is drawn. */
  constructor(picture: (size: Size) => readonly string[]) {
    this.#picture = picture;
  }

  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#shown = [];
    process.stdin.setRawMode(true).resume();
    process.stdout.write(ENTER);
    process.stdout.on('resize', this.#resized);
    process.on('exit', this.#leave);
  }

  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    process.stdin.setRawMode(false).pause();
    process.stdout.off('resize', this.#resized);
    process.off('exit', this.#leave);
    process.stdout.write(LEAVE);
  }

  /** Soon. */
  draw(): void {
    if (!this.#entered || this.#timer !== null) return;
    const waitMs = Math.max(0, this.#drawnAtMs + REDRAW_EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#drawnAtMs = performance.now();
      this.#write();
    }, waitMs);
  }

  #write(): void {
    // A terminal that does not keep up is not sent more.
    if (process.stdout.writableNeedDrain) {
      process.stdout.once('drain', () => this.draw());
      return;
    }
    const { columns, rows } = process.stdout;
    const lines = this.#picture({ columns, rows });
    // Erased first: behind a line that reaches the edge, that would take its last column.
    const changes = lines
      .map((line, at) => (line === this.#shown[at] ? '' : `\u001b[${String(at + 1)};1H\u001b[2K${line}`))
      .join('');
    this.#shown = lines;
    if (changes !== '') process.stdout.write(`${BEGIN}${changes}${END}`);
  }
}
