import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** A Chromium, Chrome or Edge on this machine, or null. `CHROMIUM_PATH` and `CHROME_PATH` say which to take. */
export function findChromium() {
  return candidates().find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

function candidates() {
  const { CHROMIUM_PATH, CHROME_PATH, PATH = '', PROGRAMFILES, LOCALAPPDATA } = process.env;
  const named = [CHROMIUM_PATH, CHROME_PATH];
  if (process.platform === 'darwin') {
    const bundle = (name) => `/Applications/${name}.app/Contents/MacOS/${name}`;
    return [...named, bundle('Chromium'), bundle('Google Chrome'), bundle('Microsoft Edge')];
  }
  if (process.platform === 'win32') {
    const programs = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter(
      (path) => path !== undefined,
    );
    const places = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return [...named, ...places.flatMap((place) => programs.map((folder) => join(folder, place)))];
  }
  return [
    ...named,
    '/usr/bin/chromium',
    ...PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/snap/bin/chromium',
  ];
}

/**
 * Installs Debian's Chromium where that needs nobody's leave: as root, where there is apt-get. Null, or what
 * went wrong and what to do about it.
 *
 * @returns {Promise<string | null>}
 */
export async function installChromium() {
  const advice =
    'Install Chromium, Chrome or Edge, or set CHROMIUM_PATH to the program (Debian: apt-get install chromium).';
  const output = await installPackages('chromium');
  if (output === null) return `No Chromium found, so nothing was checked in a browser. ${advice}\n`;
  if (findChromium() !== null) return null;
  return `${output}Chromium could not be installed, so nothing was checked in a browser. ${advice}\n`;
}
