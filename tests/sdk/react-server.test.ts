import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createClient } from '../../src/sdk/node-client.js';
import {
  PoolProvider,
  useAgents,
  useEvents,
  usePoolHealth,
  useSubmit,
  useTask,
  useTasks,
} from '../../src/sdk/react/react.js';

function Everything(): ReactElement {
  const shown = {
    task: useTask('task_1'),
    none: useTask(null),
    tasks: useTasks({}, ({ loading }) => loading),
    agents: useAgents(),
    events: useEvents().events,
    health: usePoolHealth(),
    pending: useSubmit('GENERAL').pending,
  };
  return createElement('pre', { dangerouslySetInnerHTML: { __html: JSON.stringify(shown) } });
}

it('renders nothing read yet on a server, and connects to nothing', async () => {
  const client = createClient({ url: 'http://127.0.0.1:9' });
  const html = renderToString(createElement(PoolProvider, { client }, createElement(Everything)));
  const unread = { data: null, loading: true, error: null };
  expect(JSON.parse(/<pre>(.*)<\/pre>/.exec(html)?.[1] ?? '')).toEqual({
    task: unread,
    none: { ...unread, loading: false },
    tasks: true,
    agents: unread,
    events: [],
    health: {
      ...unread,
      connection: { status: 'idle', sinceMs: 0, latencyMs: null, gap: null, error: null },
    },
    pending: 0,
  });
  expect(client.connection.snapshot().status).toBe('idle');
  await client.close();
});

it('says that a provider is missing', () => {
  expect(() => renderToString(createElement(Everything))).toThrow('need a PoolProvider above them');
});
