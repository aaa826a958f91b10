import { request } from 'undici';
import type { EpochMs } from '../core/time.js';
import type { Clock } from './clock.js';

export interface ProbeConfig {
  readonly name: string;
  /** As an operator has configured it: no caller can name one. User name and password in it are sent as such, and told to nobody. */
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export interface ProbeStatus {
  readonly lastCheckedAtMs: EpochMs | null;
  readonly lastError: string | null;
  readonly nextCheckAtMs: EpochMs | null;
}

/** Failed checks in a row until it counts as down, good ones until it counts as up again. */
const DOWN_AFTER = 2;
const UP_AFTER = 2;
/** While down the interval doubles with every failed check, up to this. */
const LONGEST_MS = 30_000;

/**
 * Checks a health URL: 2xx is good; anything else, or no answer in time, is not. One check at a time;
 * the next is planned when the last has ended. `report` gets the verdict once a threshold is passed,
 * and again with every later check, so that one who forgot it hears it.
 */
export class Probe {
  readonly #config: ProbeConfig;
  readonly #clock: Clock;
  readonly #report: (status: 'UP' | 'DOWN', reason: string) => void;
  #status: ProbeStatus = { lastCheckedAtMs: null, lastError: null, nextCheckAtMs: null };
  #good = 0;
  #bad = 0;
  #checking = false;
  #again = false;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(config: ProbeConfig, clock: Clock, report: (status: 'UP' | 'DOWN', reason: string) => void) {
    this.#config = config;
    this.#clock = clock;
    this.#report = report;
  }

  get status(): ProbeStatus {
    return this.#status;
  }

  /** Checks now; where a check is under way, right after it. */
  check(): void {
    if (this.#closed) return;
    this.#again = this.#checking;
    if (this.#checking) return;
    this.#cancel?.();
    this.#checking = true;
    void this.#check().finally(() => {
      this.#checking = false;
      if (this.#again) this.check();
      else this.#plan();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  async #check(): Promise<void> {
    const error = await failureOf(this.#config);
    this.#good = error === null ? this.#good + 1 : 0;
    this.#bad = error === null ? 0 : this.#bad + 1;
    this.#status = { ...this.#status, lastCheckedAtMs: this.#clock.wallMs(), lastError: error };
    if (this.#closed) return;
    if (error !== null && this.#bad >= DOWN_AFTER) this.#report('DOWN', error);
    if (error === null && this.#good >= UP_AFTER) this.#report('UP', `${String(this.#good)} good checks in a row`);
  }

  #plan(): void {
    if (this.#closed) return;
    const { intervalMs } = this.#config;
    const down = Math.max(0, this.#bad - DOWN_AFTER + 1);
    const delayMs = Math.max(intervalMs, Math.min(LONGEST_MS, intervalMs * 2 ** Math.min(down, 10)));
    this.#status = { ...this.#status, nextCheckAtMs: this.#clock.wallMs() + delayMs };
    this.#cancel = this.#clock.alarm(delayMs, () => {
      this.check();
    });
  }
}

/** Of an answer that is read at all; what is in it is nobody's business. */
const MOST_READ_BYTES = 65_536;

/** Null where the service is well, else what is wrong with it. Where it leads elsewhere it is not followed: that is no good answer. */
async function failureOf({ url, timeoutMs }: ProbeConfig): Promise<string | null> {
  try {
    const { address, headers } = addressOf(url);
    const { statusCode, body } = await request(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
    await body.dump({ limit: MOST_READ_BYTES });
    return statusCode >= 200 && statusCode < 300 ? null : `HTTP ${String(statusCode)}`;
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    return name === 'TimeoutError' ? `no answer within ${String(timeoutMs)} ms` : (code ?? message);
  }
}

function addressOf(text: string): { readonly address: URL; readonly headers: Readonly<Record<string, string>> } {
  const address = new URL(text);
  const { username, password } = address;
  if (username === '' && password === '') return { address, headers: {} };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  [address.username, address.password] = ['', ''];
  return { address, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}
