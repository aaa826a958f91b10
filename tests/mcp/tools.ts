import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export type Protocol = 'legacy' | 'auto';

/** What a tool answered: data, or the code of a refusal with its details. */
export interface ToolAnswer<Data> {
  readonly text: string;
  readonly data: Data | null;
  readonly error: Readonly<Record<string, unknown>> | null;
}

/** The SDK's own client on a running server. It checks every answer against the schema that the tool declares. */
export class Tools {
  readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  static async connect(
    url: string,
    { protocol = 'auto', headers = {} }: { protocol?: Protocol; headers?: Record<string, string> } = {},
  ): Promise<Tools> {
    const client = new Client({ name: 'tests', version: '1' }, { versionNegotiation: { mode: protocol } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
    await client.listTools();
    return new Tools(client);
  }

  async call<Data = Record<string, unknown>>(
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<ToolAnswer<Data>> {
    const result = await this.client.callTool({ name, arguments: { ...parameters } });
    const [content] = result.content;
    const text = content?.type === 'text' ? content.text : '';
    const error = (result._meta?.['coordination-pool/error'] ?? null) as ToolAnswer<Data>['error'];
    return { text, data: (result.structuredContent ?? null) as Data | null, error };
  }

  /** The data; throws where it was refused. */
  async ask<Data = Record<string, unknown>>(
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Data> {
    const { data, text } = await this.call<Data>(name, parameters);
    if (data === null) throw new Error(text);
    return data;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
