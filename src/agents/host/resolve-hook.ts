import type { ResolveHook } from 'node:module';

const HELPER = new URL('./define-handlers.js', import.meta.url).href;

/** Node's resolve hook: finds `coordination-pool/agent` from a folder that has no such package. */
export const resolve: ResolveHook = (specifier, context, nextResolve) =>
  specifier === 'coordination-pool/agent' ? { url: HELPER, shortCircuit: true } : nextResolve(specifier, context);
