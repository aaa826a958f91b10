import { resolve } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** The built command line. */
export const COMMAND = resolve('dist/bin.js');

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

  /** By `coordination-pool mcp`, started as a desktop client would start it. */
  static async overStdio(
    args: readonly string[],
    { protocol = 'auto', env = {} }: { protocol?: Protocol; env?: Record<string, string> } = {},
  ): Promise<Tools> {
    const client = new Client({ name: 'tests', version: '1' }, { versionNegotiation: { mode: protocol } });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [COMMAND, 'mcp', ...args], env, stderr: 'inherit' }),
    );
    await client.listTools();
    return new Tools(client);
  }

  async call<Data = Record<string, unknown>>(
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
    signal?: AbortSignal,
  ): Promise<ToolAnswer<Data>> {
    const result = await this.client.callTool(
      { name, arguments: { ...parameters } },
      { ...(signal !== undefined && { signal }) },
    );
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
