/**
 * `kill` on an `npm start` ends npm and the shell between it and us, but npm tells only the shell: without this we
 * would go on unnoticed, with the port and the data directory taken. Under npm, a parent that is gone counts as
 * SIGTERM. (Ctrl-C reaches everybody by itself, and so does what is sent to this process.)
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
