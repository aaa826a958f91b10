import { type QuotaLimits, Quotas } from '../../src/server/quotas/quotas.js';

/** Limits that nobody meets. */
const UNBOUNDED: QuotaLimits = {
  rateLimit: null,
  maxConnectionsPerAddress: Infinity,
  maxConnectionsPerPrincipal: Infinity,
  maxSubscriptionsPerAddress: Infinity,
  maxSubscriptionsPerPrincipal: Infinity,
  trustedProxies: [],
};

/** No limits, but for those that are named. */
export function quotasWith(limits: Partial<QuotaLimits> = {}): Quotas {
  return new Quotas({ ...UNBOUNDED, ...limits });
}
