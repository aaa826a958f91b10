import { Exit } from './exit.js';
import { flagOf, type Name, type Values } from './keys.js';

/** Refuses values that are good each by itself but not together, with the key that is to blame and where it came from. */
export function checkRelations(values: Values, originOf: (name: Name) => string): void {
  const wrong = (name: Name, problem: string): Exit =>
    new Exit(2, `${flagOf(name)}, from ${originOf(name)}, ${problem}`);
  const atMost = (name: 'size' | 'backoffBaseMs', bound: 'maxSize' | 'backoffCapMs'): void => {
    if (values[name] <= values[bound]) return;
    throw wrong(name, `must be at most ${flagOf(bound)}, which is ${values[bound]}, not ${values[name]}`);
  };
  atMost('size', 'maxSize');
  atMost('backoffBaseMs', 'backoffCapMs');
  if (!isLoopback(values.host) && values.apiKeysFile === null) {
    throw wrong('host', `is ${values.host}, which others can reach: that needs --api-keys-file`);
  }
  if (values.handlers !== null && values.agentCommand !== null) {
    throw wrong('agentCommand', 'runs another program than the agent host, so it excludes --handlers');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
