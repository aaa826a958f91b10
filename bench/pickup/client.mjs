import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** A socket to the server as a user has it. `once` gives the data of a query or mutation. */
export function connect(url) {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false });
  const once = (query, variables) =>
    new Promise((resolve, reject) => {
      let answer;
      client.subscribe(
        { query, variables },
        {
          next: (result) => (answer = result),
          error: (problem) => reject(problem instanceof Error ? problem : new Error(JSON.stringify(problem))),
          complete: () => (answer.errors ? reject(new Error(JSON.stringify(answer.errors))) : resolve(answer.data)),
        },
      );
    });
  return { client, once };
}

const SUBMIT = 'mutation ($payload: JSONObject) { submitTask(input: { payload: $payload }) { cursor } }';

/** What the load needs of our server: a submission that resolves when it is acknowledged. */
export function submitter(url) {
  const { client, once } = connect(url);
  return {
    submit: (sentAtMs) => once(SUBMIT, { payload: { text: 'hello', sentAtMs } }),
    dispose: () => client.dispose(),
  };
}
