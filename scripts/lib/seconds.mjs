/** The time since an instant of `performance.now()`, for people. */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
