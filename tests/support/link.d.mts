export interface Link {
  readonly url: string;
  retarget(port: number): void;
  hold(way: 'toServer' | 'toClient' | 'both'): void;
  release(): void;
  cut(): void;
  mend(): void;
  record(): void;
  replay(): Promise<string>;
  close(): Promise<void>;
}

export function openLink(port: number): Promise<Link>;
