import type { Connection } from './connection.js';
import type { Terminal } from './terminal.js';

/** Told of sockets that open and close, says when one was lost, until `over` is aborted: from then on they are closed on purpose. */
export function tellOfLoss(terminal: Terminal, { url }: Connection, over: AbortSignal): (isOpen: boolean) => void {
  let wasOpen = false;
  return (isOpen) => {
    if (wasOpen && !isOpen && !over.aborted)
      terminal.note(`The connection to ${url} is lost; what happens meanwhile follows when it is back.`);
    wasOpen = isOpen;
  };
}
