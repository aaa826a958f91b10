/** Why an agent over its memory limit is killed, for people. */
export function memoryReason(limitBytes: number, bytes: number, processes: number): string {
  const where = processes === 1 ? '' : ` in ${processes} processes`;
  return `memory limit of ${mebibytes(limitBytes)} exceeded: ${mebibytes(bytes)} resident${where}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
