import { Exit } from './exit.js';
import { flagOf, type Name, type Values } from './keys.js';

/** The origin of what nobody has set. */
export const DEFAULTS = 'the defaults';

/** A shorter silence of the event loop is that of a busy machine. */
const LEAST_WATCHDOG_MS = 1_000;

type NumberName = { [K in Name]: Values[K] extends number ? K : never }[Name];

/** Refuses values that are good each by itself but not together, with the key that is to blame and where it came from. */
export function checkRelations(values: Values, originOf: (name: Name) => string): void {
  const wrong = (name: Name, problem: string): Exit =>
    new Exit(2, `${flagOf(name)}, from ${originOf(name)}, ${problem}`);
  const isSet = (name: Name): boolean => originOf(name) !== DEFAULTS;
  const atMost = (name: NumberName, bound: NumberName): void => {
    if (values[name] <= values[bound]) return;
    throw wrong(name, `must be at most ${flagOf(bound)}, which is ${values[bound]}, not ${values[name]}`);
  };
  atMost('size', 'maxSize');
  atMost('backoffBaseMs', 'backoffCapMs');
  // The defaults give way to a smaller body or message; one that is set would promise what cannot be sent.
  for (const name of ['maxPayloadBytes', 'maxResultBytes'] as const) {
    if (!isSet(name)) continue;
    atMost(name, 'maxBodyBytes');
    atMost(name, 'maxMessageBytes');
  }
  const { heartbeatMs, leaseMs } = values;
  if (heartbeatMs !== null && heartbeatMs > leaseMs / 2) {
    // Less often, and one that is lost or late costs the lease.
    throw wrong('heartbeatMs', `must be at most half of --lease-ms, which is ${leaseMs}, not ${heartbeatMs}`);
  }
  if (values.watchdogMs > 0 && values.watchdogMs < LEAST_WATCHDOG_MS)
    throw wrong('watchdogMs', `must be 0 or at least ${LEAST_WATCHDOG_MS}, not ${values.watchdogMs}`);
  if (values.jwtJwks !== null && (values.jwtIssuer === null || values.jwtAudience === null))
    throw wrong('jwtJwks', 'needs --jwt-issuer and --jwt-audience');
  if (!isLoopback(values.host) && values.apiKeysFile === null && values.jwtJwks === null) {
    throw wrong('host', `is ${values.host}, which others can reach: that needs --api-keys-file or --jwt-jwks`);
  }
  if (values.handlers !== null && values.agentCommand !== null) {
    throw wrong('agentCommand', 'runs another program than the agent host, so it excludes --handlers');
  }
  for (const name of ['handlers', 'agentCommand', 'root'] as const) {
    if (values.demo && isSet(name))
      throw wrong(name, 'is something that --demo brings itself, so they exclude each other');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
