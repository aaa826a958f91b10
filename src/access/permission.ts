/**
 * What there is to be allowed. READ: everything that is shown of a pool, payloads and results too. SUBMIT: hand in tasks, call them off,
 * replay them. WORK: be an agent and work on what it is given. OPERATE: change pools and agents, and speak for any attempt. ADMINISTER: what
 * concerns the server and the data of all its pools.
 */
export type Permission = 'READ' | 'SUBMIT' | 'WORK' | 'OPERATE' | 'ADMINISTER';

export const ROLES = {
  viewer: ['READ'],
  submitter: ['READ', 'SUBMIT'],
  worker: ['WORK'],
  operator: ['READ', 'SUBMIT', 'WORK', 'OPERATE'],
  admin: ['READ', 'SUBMIT', 'WORK', 'OPERATE', 'ADMINISTER'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

export function isRole(text: unknown): text is Role {
  return typeof text === 'string' && Object.hasOwn(ROLES, text);
}
