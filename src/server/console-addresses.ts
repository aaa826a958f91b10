/** Where a view of the console is. */
export interface ConsoleAddress {
  /** Folders between the server's root and the page: 0 for `/tasks`, 1 for `/tasks/task_1`. */
  readonly depth: 0 | 1;
  /** Where its proper address is, relative to this one; null where this is it. */
  readonly redirect: string | null;
}

/** Every view that has an address of its own, beside `/`. Those of `console/app/router.tsx`, which a test compares. */
const VIEWS = /^\/(?:tasks|isolation|tasks\/([^/]+))(\/?)$/;

/** Says whether `pathname` is the address of a view; null where it is not. With a slash at its end it leads to the one without. */
export function consoleAddress(pathname: string): ConsoleAddress | null {
  const match = VIEWS.exec(pathname);
  if (match === null) return null;
  const [path, id, slash] = match;
  const name = path.replace(/\/$/, '').replace(/^.*\//, '');
  return { depth: id === undefined ? 0 : 1, redirect: slash === '' ? null : `../${name}` };
}
