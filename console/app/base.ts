/**
 * The folder of the server, with a slash at its end, however deep the page is and whatever a proxy puts before it: this script lies in
 * `assets/`, one folder below.
 */
function folderOf(script: string): URL {
  const folder = new URL('../', script);
  folder.pathname = folder.pathname.replace(/\/{2,}/g, '/');
  return folder;
}

const script = import.meta.url;

/** Where the server is: `https://host/prefix/`. */
export const serverFolder = folderOf(script);

/** Slashes that a proxy doubled become one: the router compares addresses letter by letter. */
export function singleSlashes(): void {
  const { pathname, search, hash } = window.location;
  const single = pathname.replace(/\/{2,}/g, '/');
  if (single !== pathname) window.history.replaceState(null, '', single + search + hash);
}

/** The address of the icon is relative to the page, and is read again when that changes: it is kept as it is now. */
export function keepIcon(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  icon?.setAttribute('href', icon.href);
}
