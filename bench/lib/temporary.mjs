import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './ends.mjs';

/** An empty folder, removed at the end at the latest. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'bench-'));
  const remove = () => {
    takeBack();
    rmSync(path, { recursive: true, force: true });
  };
  const takeBack = atEnd(remove);
  return { path, remove };
}
