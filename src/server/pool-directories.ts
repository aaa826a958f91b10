import { readdir } from 'node:fs/promises';

/** The names of the pools that have a folder; none where there is no data yet. What no pool may be called is not one. */
export async function poolsIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && /^[a-z0-9_-]{1,64}$/.test(entry.name))
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
