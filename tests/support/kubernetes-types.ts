import { resolve } from 'node:path';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import ts from 'typescript';

/** What Kubernetes would be sent; the rest is for its types to know. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: ObjectMeta;
}

/**
 * What is wrong with manifests by the types made from the published OpenAPI description of Kubernetes: a field that does not
 * exist, one that is missing, or a value of another type. Each is written as a literal of its type, so that the compiler
 * looks at every field, at every depth.
 */
export function problemsOf(manifests: readonly Manifest[]): readonly string[] {
  const path = resolve('tests/deploy/manifests.ts');
  const source = ts.createSourceFile(path, manifests.map(declarationOf).join('\n'), ts.ScriptTarget.ES2022);
  const options: ts.CompilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([path], options, {
    ...host,
    getSourceFile: (name, ...more) => (name === path ? source : host.getSourceFile(name, ...more)),
    fileExists: (name) => name === path || host.fileExists(name),
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** `apps/v1` and `v1` are modules of `kubernetes-types`, the former without the domain of its group. */
function declarationOf(manifest: Manifest, index: number): string {
  const [version, group = 'core'] = manifest.apiVersion.split('/').reverse();
  const module = `kubernetes-types/${group.replace(/\.k8s\.io$/, '')}/${String(version)}.js`;
  return `export const manifest${index}: import('${module}').${manifest.kind} = ${JSON.stringify(manifest)};`;
}
