import type { Socket } from 'node:net';
import type WebSocket from 'ws';

export interface Reader {
  readonly socket: WebSocket;
  readonly received: number;
  readonly closed: Promise<unknown>;
}

interface Reading {
  readonly query?: string;
  readonly after?: string | null;
  readonly onEvent?: (data: Buffer) => void;
}

export function openReader(url: string, reading?: Reading): Promise<Reader>;
export function openStream(url: string, reading?: Reading): Promise<Socket>;
export function visit(url: string, earliest: string, count: number, atOnce: number): Promise<Record<string, number>>;
