import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './packages.mjs';

/** A terminal that a test can look at, and the shells that the command line completes in. */
const TOOLS = ['tmux', 'zsh', 'fish'];

/** Installs what is missing where that needs nobody's leave. Null, or what could not be had and what to do about it. */
export async function installTerminalTools() {
  const wanted = missing();
  if (wanted.length === 0) return null;
  const output = await installPackages(...wanted);
  const still = missing();
  if (still.length === 0) return null;
  const advice = `Install ${still.join(', ')} (Debian: apt-get install ${still.join(' ')}).`;
  return `${output ?? ''}Not found, so not tested in: ${still.join(', ')}. ${advice} Without tmux the tests in a terminal fail.\n`;
}

function missing() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return TOOLS.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
}
