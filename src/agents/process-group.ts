/**
 * Ends a process that leads its own group, with everything it started that stayed in the group.
 * Only for a group that is known to live or to have just lost its leader: later its number may be
 * another's. Says nothing if it is gone.
 */
export function killGroup(leaderPid: number): void {
  try {
    process.kill(-leaderPid, 'SIGKILL');
  } catch {
    try {
      process.kill(leaderPid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}
