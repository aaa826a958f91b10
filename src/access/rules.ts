import { type Permission, ROLE_NAMES, ROLES } from './permission.js';

/** Any one of these suffices; `ANYONE` is whoever is authenticated. */
export type Rule = readonly Permission[] | 'ANYONE';

/** Who may use which root field. One that is not listed is for nobody: whoever adds one has to decide. */
const FIELDS: Readonly<Record<string, Rule>> = {
  'Query.serverInfo': 'ANYONE',
  'Query.caller': 'ANYONE',
  'Query.pool': ['READ'],
  'Query.pools': ['READ'],
  'Query.task': ['READ'],
  'Query.agent': ['READ'],
  'Query.events': ['READ'],

  'Mutation.submitTask': ['SUBMIT'],
  'Mutation.submitTasks': ['SUBMIT'],
  'Mutation.cancelTask': ['SUBMIT'],
  'Mutation.retryTask': ['SUBMIT'],

  // Those who only WORK have to show the token of their agent or attempt: `Caller.requireToken`.
  'Mutation.spawnAgent': ['OPERATE', 'WORK'],
  'Mutation.retireAgent': ['OPERATE', 'WORK'],
  'Mutation.heartbeat': ['OPERATE', 'WORK'],
  'Mutation.startTask': ['OPERATE', 'WORK'],
  'Mutation.completeTask': ['OPERATE', 'WORK'],
  'Mutation.failTask': ['OPERATE', 'WORK'],

  'Mutation.failAgent': ['OPERATE'],
  'Mutation.restoreAgent': ['OPERATE'],
  'Mutation.verifyAgentSkill': ['OPERATE'],
  'Mutation.initializePool': ['OPERATE'],
  'Mutation.shutdownPool': ['OPERATE'],
  'Mutation.pausePool': ['OPERATE'],
  'Mutation.resumePool': ['OPERATE'],
  'Mutation.setDependencyStatus': ['OPERATE'],
  'Mutation.createBackup': ['ADMINISTER'],

  'Subscription.taskLifecycle': ['READ'],
  'Subscription.agentLifecycle': ['READ'],
  'Subscription.degradation': ['READ'],
  'Subscription.poolEvents': ['READ'],
  'Subscription.poolMetrics': ['READ'],
  'Subscription.agentAssignments': ['OPERATE', 'WORK'],
};

/** Who may call which MCP tool. */
const TOOLS: Readonly<Record<string, Rule>> = {
  pool_status: ['READ'],
  pool_metrics: ['READ'],
  isolation_report: ['READ'],
  get_task: ['READ'],
  list_tasks: ['READ'],
  wait_for_task: ['READ'],
  submit_task: ['SUBMIT'],
  cancel_task: ['SUBMIT'],
  retry_task: ['SUBMIT'],
  claim_task: ['OPERATE', 'WORK'],
  heartbeat: ['OPERATE', 'WORK'],
  complete_task: ['OPERATE', 'WORK'],
  fail_task: ['OPERATE', 'WORK'],
  spawn_agent: ['OPERATE'],
  fail_agent: ['OPERATE'],
  initialize_pool: ['OPERATE'],
  shutdown_pool: ['OPERATE'],
};

/** Who may read which address that is no GraphQL and no MCP. */
const ADDRESSES: Readonly<Record<string, Rule>> = { '/metrics': ['READ'] };

export const RULES = { field: FIELDS, tool: TOOLS, address: ADDRESSES } as const;

/** `the role viewer, submitter, operator or admin` */
export function rolesFor(rule: readonly Permission[]): string {
  const roles = ROLE_NAMES.filter((role) => rule.some((each) => (ROLES[role] as readonly Permission[]).includes(each)));
  const [last, ...others] = roles.toReversed();
  return others.length === 0
    ? `the role ${String(last)}`
    : `the role ${others.toReversed().join(', ')} or ${String(last)}`;
}
