import type { Page } from 'playwright-core';

/**
 * The events of tasks that the feed shows, newest first, as `Task completed <end of the task's id>`. Scrolls through it, since only what
 * is in sight need be on the page, and back to its top.
 */
export async function feedRows(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(${READ})(document.querySelector('[role=log]'))`);
}

/** For the page, so it is text: tests know no types of a browser. */
const READ = `async (log) => {
  const rows = new Map();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let top = 0; ; top += log.clientHeight / 2) {
    log.scrollTop = top;
    await frame();
    await frame();
    [...log.querySelectorAll('li')].forEach((row, index) => {
      const task = /(?:task_|task …)[\\da-z]*([\\da-z]{6})\\b/.exec(row.textContent)?.[1];
      const name = row.querySelector('[class*=name]')?.textContent ?? '';
      rows.set(Number(row.ariaPosInSet ?? index + 1), task === undefined ? '' : name + ' ' + task);
    });
    if (log.scrollTop + log.clientHeight >= log.scrollHeight - 1) break;
  }
  log.scrollTop = 0;
  await frame();
  return [...rows].sort(([a], [b]) => a - b).map(([, text]) => text).filter((text) => text.startsWith('Task '));
}`;
