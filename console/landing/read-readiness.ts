import type { Tone } from './dom';
import { words } from './format';

export interface Readiness {
  readonly text: string;
  readonly tone: Tone;
}

const TIMEOUT_MS = 5_000;

/** What `/readyz` says, in words. Never rejects: no answer is an answer too. */
export async function readReadiness(url: string): Promise<Readiness> {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const said = statusOf(await response.text());
    if (!response.ok) return { text: said === undefined ? 'Not ready' : `Not ready: ${words(said)}`, tone: 'warn' };
    return said === 'degraded' ? { text: 'Ready, degraded', tone: 'warn' } : { text: 'Ready', tone: 'good' };
  } catch {
    return { text: 'Server does not answer', tone: 'bad' };
  }
}

function statusOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const status = typeof parsed === 'object' && parsed !== null && 'status' in parsed ? parsed.status : undefined;
    return typeof status === 'string' ? status : undefined;
  } catch {
    return undefined;
  }
}
