/** Content-Security-Policy by the name of a page; everything else, workers among it, gets `other`. */
export interface PagePolicies {
  readonly pages: Readonly<Record<string, string>>;
  readonly other: string;
}

/** Nothing from anywhere else, no inline script, in no frame, no form that posts elsewhere. */
const SAME_ORIGIN = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
];

export const pagePolicies: PagePolicies = {
  pages: {
    // Trusted Types without a policy: no string can become markup, so a hostile payload stays text even after a slip.
    'index.html': [...SAME_ORIGIN, "require-trusted-types-for 'script'", "trusted-types 'none'"].join('; '),
    // Monaco writes its themes into style elements and positions into style attributes; GraphiQL uses data: images.
    'graphiql.html': [...SAME_ORIGIN, "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"].join('; '),
  },
  // A worker has the policy of its own script, not of the page that starts it.
  other: SAME_ORIGIN.join('; '),
};

export function policyOf(name: string, policies: PagePolicies): string {
  return policies.pages[name] ?? policies.other;
}
