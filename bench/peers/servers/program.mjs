// One of the peers' servers in a process of its own.
import { once } from 'node:events';
import { answering } from '../../lib/answering.mjs';
import { createModel } from './model.mjs';
import { plainSchema } from './plain-schema.mjs';

answering({
  async listen({ server, typeGraphQL }) {
    const model = createModel();
    const schema = typeGraphQL
      ? await (await import('./typegraphql-schema.mjs')).typeGraphQLSchema(model)
      : plainSchema(model);
    const { createHttpServer } = await import(`./${server}.mjs`);
    const http = await createHttpServer(schema, model);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return http.address().port;
  },
});
