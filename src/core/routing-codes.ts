import type { RoutingCandidate, RoutingDecision, RoutingStrategy } from './task.js';

/** A candidate: agent, completed tasks, mean time, why it was refused; agents and reasons by their place among the words, -1 for none. */
type CodedCandidate = readonly [agent: number, completed: number, averageMs: number | null, refused: number];

/** `chosen`: the place of the chosen one among the candidates. */
type CodedRouting = readonly [
  strategy: RoutingStrategy,
  lifted: boolean,
  excluded: readonly number[],
  chosen: number,
  candidates: readonly CodedCandidate[],
];

/** The routing decisions of some tasks, one list each. They name the same few agents again and again, so each word stands once. */
export interface CodedRoutings {
  readonly words: readonly string[];
  readonly tasks: readonly (readonly CodedRouting[])[];
}

export function encodeRoutings(tasks: readonly (readonly RoutingDecision[])[]): CodedRoutings {
  const places = new Map<string, number>();
  const place = (word: string): number => {
    const known = places.get(word) ?? places.size;
    places.set(word, known);
    return known;
  };
  const candidate = ({
    agentId,
    completedOfType,
    averageTaskTimeMs,
    refusedBecause,
  }: RoutingCandidate): CodedCandidate => [
    place(agentId),
    completedOfType,
    averageTaskTimeMs,
    refusedBecause === null ? -1 : place(refusedBecause),
  ];
  const coded = tasks.map((routings) =>
    routings.map(({ strategy, exclusionLifted, excludedAgentIds, candidates }): CodedRouting => [
      strategy,
      exclusionLifted,
      excludedAgentIds.map(place),
      candidates.findIndex(({ chosen }) => chosen),
      candidates.map(candidate),
    ]),
  );
  return { words: [...places.keys()], tasks: coded };
}

export function decodeRoutings({ words, tasks }: CodedRoutings): RoutingDecision[][] {
  const word = (place: number): string => words[place] ?? '';
  return tasks.map((routings) =>
    routings.map(([strategy, exclusionLifted, excluded, chosen, candidates]) => ({
      strategy,
      excludedAgentIds: excluded.map(word),
      exclusionLifted,
      candidates: candidates.map(([agent, completedOfType, averageTaskTimeMs, refused], nth) => ({
        agentId: word(agent),
        completedOfType,
        averageTaskTimeMs,
        chosen: nth === chosen,
        refusedBecause: refused === -1 ? null : word(refused),
      })),
    })),
  );
}
