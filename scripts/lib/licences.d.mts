export function isAllowed(expression: string | undefined): boolean;
export function productionPackages(): readonly { readonly name: string; readonly version: string }[];
