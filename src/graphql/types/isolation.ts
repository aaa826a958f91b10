import { ID, Int, ObjectType } from 'type-graphql';
import type { IsolationReport as Report } from '../../engine/isolation.js';
import type { IsolationFinding } from '../../engine/isolation-findings.js';
import { Documented } from '../documented.js';
import { listSize } from '../list-size.js';
import { DateTime } from '../scalars.js';

@ObjectType({ description: 'What a check of isolation found about one agent.', simpleResolvers: true })
class AgentIsolationDetail {
  readonly #finding: IsolationFinding;

  constructor(finding: IsolationFinding) {
    this.#finding = finding;
  }

  @Documented(() => ID, 'The agent.')
  get agentId(): string {
    return this.#finding.agent.id;
  }

  @Documented(() => ID, 'Its context when it was checked.')
  get contextWindowId(): string {
    return this.#finding.agent.contextWindowId;
  }

  @Documented(() => ID, 'Its tool session when it was checked.')
  get toolSessionId(): string {
    return this.#finding.agent.toolSessionId;
  }

  @Documented(() => ID, 'Its memory when it was checked.')
  get memoryHandleId(): string {
    return this.#finding.agent.memoryHandleId;
  }

  @Documented(() => Boolean, 'Whether there are no issues.')
  get isolated(): boolean {
    return this.#finding.issues.length === 0;
  }

  @listSize(2)
  @Documented(() => [String], 'What it shares, and with whom; what was found earlier stands until it has new ids.')
  get issues(): readonly string[] {
    return this.#finding.issues;
  }

  @listSize(4)
  @Documented(() => [String], 'What was looked at and what was seen, and what could not be looked at.')
  get evidence(): readonly string[] {
    return this.#finding.evidence;
  }
}

@ObjectType({ description: 'The outcome of one check of all agents of a pool.', simpleResolvers: true })
export class IsolationReport {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  @Documented(() => DateTime, 'When the check was done.')
  get timestamp(): number {
    return this.#report.atMs;
  }

  @Documented(() => Int, 'Agents that were checked.')
  get totalAgents(): number {
    return this.#report.findings.length;
  }

  @Documented(() => Int, 'Agents with issues.')
  get breachesDetected(): number {
    return this.#report.findings.filter(({ issues }) => issues.length > 0).length;
  }

  @listSize(16)
  @Documented(() => [AgentIsolationDetail], 'Each agent that was checked.')
  get details(): readonly AgentIsolationDetail[] {
    return this.#report.findings.map((finding) => new AgentIsolationDetail(finding));
  }
}
