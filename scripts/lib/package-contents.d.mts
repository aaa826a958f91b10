export function problemsOf(paths: readonly string[], read: (path: string) => string): readonly string[];
