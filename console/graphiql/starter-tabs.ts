const documents = import.meta.glob<string>('./starters/*.graphql', { query: '?raw', import: 'default', eager: true });

/** What a first visitor finds: one operation a tab, in the order of the story, each runs as it stands. */
export const starterTabs: readonly { readonly query: string }[] = Object.keys(documents)
  .sort()
  .map((name) => ({ query: documents[name] ?? '' }));
