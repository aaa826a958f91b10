// `npm run validate:deploy`: asks the tools of their own about the files in deploy/ and ops/, beyond what `npm test` does. As root on
// Debian it installs what is missing. Each line says what was asked and what came of it; exit code 1 where something is wrong
// or could not be asked.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const DEPLOY = join(ROOT, 'deploy');
const RULES = join(ROOT, 'ops/prometheus/alerts.yml');
const folder = mkdtempSync(join(tmpdir(), 'validate-deploy-'));

await ask('the compose file', 'docker-compose', 'docker-compose', () => {
  // Debian's docker-compose is older than `name`.
  const path = join(folder, 'compose.yml');
  writeFileSync(path, readFileSync(join(DEPLOY, 'compose.yml'), 'utf8').replace(/^name: .*\n/m, ''));
  return ['-f', path, 'config', '--quiet'];
});
// Where the container has it, other files are named; here they are not.
await ask('the configuration of Prometheus', 'promtool', 'prometheus', () => {
  const path = join(folder, 'prometheus.yml');
  const content = readFileSync(join(DEPLOY, 'prometheus/prometheus.yml'), 'utf8');
  writeFileSync(join(folder, 'key'), 'key');
  writeFileSync(
    path,
    content.replace('/etc/prometheus/alerts.yml', RULES).replace('/run/secrets/prometheus-key', 'key'),
  );
  return ['check', 'config', ...(existsSync(RULES) ? [] : ['--syntax-only']), path];
});
if (existsSync(RULES)) await ask('the alert rules', 'promtool', 'prometheus', () => ['check', 'rules', RULES]);
rmSync(folder, { recursive: true });

async function ask(about, program, debianPackage, parametersOf) {
  const problem = (await has(program)) ? null : await install(debianPackage);
  const { ok, output } = problem === null ? await run(program, parametersOf()) : { ok: false, output: problem };
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${about}, by ${program}${ok ? '' : `\n${output}`}`);
  if (!ok) process.exitCode = 1;
}

async function has(program) {
  return (await run('sh', ['-c', `command -v ${program}`])).ok;
}

/** Null, or why it is still not there. */
async function install(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return `Not installed: Debian's package ${name}.\n`;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const { ok, output } = await run('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
  return ok ? null : output;
}
