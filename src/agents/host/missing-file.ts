/** Whether `error` says that there is no such file. Not by its class: an error of another realm has another one. */
export function isMissingFile(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
