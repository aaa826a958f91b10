export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Least to greatest, as people read it. */
export function spread(values) {
  return `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`;
}

/** Three digits at least, and none that mean nothing. */
export function figure(value) {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) > 0 && Math.abs(value) < 0.1) return value.toPrecision(2);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
