import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import dockerfileUtils from 'dockerfile-utils';
import { text, yaml } from '../support/deploy-files.js';
import { type RunningServer, startServer } from '../support/server.js';

const dockerfile = text('deploy/Dockerfile');
const inCompose = (yaml('deploy/compose.yml') as { services: { server: { healthcheck: { test: string[] } } } }).services
  .server.healthcheck.test;
const inDockerfile = JSON.parse(/HEALTHCHECK[^[]*?CMD (\[.*\])$/m.exec(dockerfile)![1]!) as string[];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--size', '0'] });
});
afterAll(() => server.stop());

/** Its exit code. */
async function check([program, ...parameters]: readonly string[], port: number): Promise<number> {
  const child = spawn(program!, parameters, { env: { ...process.env, NODE_OPTIONS: '', PORT: String(port) } });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}

describe('the Dockerfile', () => {
  it('is found right by the validator of its language, which would find a wrong flag', () => {
    const problems = dockerfileUtils.validate(dockerfile).map(({ message }) => message);
    expect(problems).toEqual([]);
    expect(dockerfileUtils.validate('FROM node\nHEALTHCHECK --every=3s CMD ["true"]')).not.toEqual([]);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const through = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(through.filter((path) => !existsSync(path))).toEqual([]);
    const shipped = [...dockerfile.matchAll(/^COPY --from=build ((?:\/build\/\S+ )+)/gm)].flatMap(([, paths]) =>
      paths!
        .trim()
        .split(' ')
        .map((path) => path.replace('/build/', '')),
    );
    const made = ['node_modules', 'dist', 'sbom.cdx.json'];
    expect(shipped.filter((path) => !through.includes(path) && !made.includes(path))).toEqual([]);
    expect(shipped).toContain('schema');
  });

  it('runs as a user that is not root, told by number', () => {
    expect(/^USER (\d+):(\d+)$/m.exec(dockerfile)?.slice(1)).toEqual(['1000', '1000']);
  });

  it.each([
    ['its health check', inDockerfile],
    ['that of the compose file', inCompose.slice(1)],
  ])('finds a server that is ready well and one that is away unwell: %s', async (_, command) => {
    expect(await check(command, server.port)).toBe(0);
    // Nobody listens at port 1.
    expect(await check(command, 1)).toBe(1);
  });
});
