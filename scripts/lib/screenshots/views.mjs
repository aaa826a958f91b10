const WIDTHS = [
  { width: 1_280, height: 800 },
  { width: 390, height: 844 },
  { width: 1_920, height: 1_080 },
];

/** Every picture is taken in each of these; 1920 wide only where a view says so. */
export const LOOKS = WIDTHS.flatMap((size) => ['light', 'dark'].map((colorScheme) => ({ ...size, colorScheme })));

/**
 * @typedef {object} View
 * @property {string} name of its files, before the width
 * @property {string} path address on the server, beginning with a slash
 * @property {boolean} [isWideToo] also 1920 wide
 * @property {boolean} [isForDesks] not on a phone, where its editors have no room for an answer
 * @property {() => () => Promise<void>} [bringAbout] has the pool be so that there is something to be seen; gives what ends that
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} prepare brings about what is to be seen
 * @property {(page: import('playwright-core').Page) => import('playwright-core').Locator} [isThere] what has to be there before and
 *   after the picture, where it comes and goes by itself
 */

/**
 * All views of a server on which the demo has been going on for a while.
 *
 * @param {string} url
 * @returns {Promise<readonly View[]>}
 */
export async function viewsOf(url) {
  const [several, ordinary] = await Promise.all([taskWith(url, 2), taskWith(url, 1)]);
  const overview = { path: '/?range=1m', isWideToo: true, prepare: drawn };
  return [
    { ...overview, name: 'overview-degraded', isThere: (page) => region(page, /^Degraded:/) },
    { ...overview, name: 'overview', isThere: (page) => page.locator('body:not(:has([data-tone=bad][aria-label]))') },
    { name: 'tasks', path: '/tasks', isWideToo: true, prepare: listed },
    { name: 'tasks-selected', path: '/tasks?status=COMPLETED', prepare: selected },
    { name: 'task', path: `/tasks/${ordinary}`, prepare: detailed },
    { name: 'task-attempts', path: `/tasks/${several}`, prepare: detailed },
    { name: 'submit', path: '/tasks?submit=RESEARCH', prepare: (page) => page.getByRole('dialog').waitFor() },
    {
      name: 'isolation',
      path: '/isolation',
      prepare: (page) => page.getByRole('list', { name: 'Evidence' }).first().waitFor(),
    },
    { name: 'help', path: '/', prepare: helped },
    { name: 'graphiql', path: '/graphiql', isForDesks: true, prepare: subscribed },
    {
      ...overview,
      name: 'overview-queue-full',
      bringAbout: () => fillQueue(url),
      isThere: (page) => region(page, /^Queue full/),
    },
  ];
}

const region = (page, name) => page.getByRole('region', { name });
const live = (page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
const rows = (page) => page.getByRole('grid', { name: 'Tasks' }).locator('[data-row]');

async function drawn(page) {
  await live(page);
  await page.locator('figure canvas').nth(2).waitFor();
  await page.getByRole('log').locator('time').first().waitFor();
}

async function listed(page) {
  await live(page);
  await rows(page).nth(4).waitFor();
}

async function selected(page) {
  await listed(page);
  for (const each of [0, 1, 3]) await rows(page).nth(each).getByRole('checkbox').click();
  await page.getByText('3 selected').waitFor();
}

async function detailed(page) {
  await live(page);
  await page.getByRole('list', { name: 'Attempts over time' }).getByRole('listitem').first().waitFor();
}

async function helped(page) {
  await drawn(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
}

/** Watches tasks until some events have come. */
async function subscribed(page) {
  await page.getByRole('tab', { name: 'TaskLifecycle' }).click();
  await page.getByText('taskLifecycle').first().waitFor();
  await page.getByRole('button', { name: /execute query/i }).click();
  await page.locator('.result-window .view-line').nth(3).waitFor({ state: 'attached' });
}

/** More work than there is room for, until it is ended: nobody is done with it soon. The last view, since it leaves the queue as it is. */
function fillQueue(url) {
  const ending = new AbortController();
  const tasks = Array.from({ length: 50 }, () => ({ payload: { text: 'long', sleepMs: 25_000 }, priority: 9 }));
  const fill = async () => {
    while (!ending.signal.aborted) {
      await ask(url, 'mutation ($input: SubmitTasksInput!) { submitTasks(input: $input) { refused } }', {
        input: { tasks },
      });
      await new Promise((next) => setTimeout(next, 500));
    }
  };
  const filled = fill();
  return async () => {
    ending.abort();
    await filled;
  };
}

async function ask(url, query, variables) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (data == null) throw new Error(`The server refuses: ${JSON.stringify(errors)}`);
  return data;
}

/** The newest completed task with that many attempts, and so with what came in between. */
async function taskWith(url, attempts) {
  const query =
    'query { pool { tasks(filter: { statuses: [COMPLETED] }, first: 200) { nodes { id attempts { number } } } } }';
  const data = await ask(url, query);
  const found = data.pool.tasks.nodes.find((task) => task.attempts.length === attempts);
  if (found === undefined) throw new Error(`No task of the demo has completed with ${String(attempts)} attempts.`);
  return found.id;
}
