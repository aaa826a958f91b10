import type { Command } from '../../src/core/command.js';
import type { Life, Outcome } from './life.js';
import type { World } from './world.js';

/** Whoever speaks with the server over the network. While it is cut off nothing reaches either side. */
export interface Peer {
  readonly name: string;
  cutOff: boolean;
}

const PATIENCE_MS = 3_000;

/** Messages between the server and the world outside: late, twice, or not at all. */
export class Network {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Sends a command; `answered` is called once, with 'lost' where no answer comes in time. */
  ask(peer: Peer, command: Command, answered: (outcome: Outcome) => void): void {
    const { time, life } = this.#world;
    let isOpen = true;
    const answer = (outcome: Outcome): void => {
      if (!isOpen) return;
      isOpen = false;
      forget();
      this.#world.trace.line(`${peer.name} hears of ${command.type}: ${inWords(outcome)}`);
      answered(outcome);
    };
    const forget = time.at(life?.pool == null ? 20 : PATIENCE_MS, `${peer.name} gives up`, () => {
      answer({ kind: 'lost' });
    });
    if (life?.pool == null) return;
    this.#toServer(peer, life, command.type, () => {
      life.carryOut(command, (outcome) => {
        this.#carry(peer, `answer to ${command.type}`, null, () => {
          answer(outcome);
        });
      });
    });
  }

  #toServer(peer: Peer, life: Life, what: string, deliver: () => void): void {
    this.#carry(peer, what, life, deliver);
    if (this.#world.faults.isDoubled()) this.#carry(peer, `${what} again`, life, deliver);
  }

  #carry(peer: Peer, what: string, owner: Life | null, deliver: () => void): void {
    const { time, faults, trace } = this.#world;
    if (peer.cutOff || faults.isLost()) {
      trace.line(`${what} of ${peer.name} is lost`);
      return;
    }
    time.at(
      faults.networkMs(),
      `${peer.name}: ${what}`,
      () => {
        if (!peer.cutOff) deliver();
      },
      owner,
    );
  }
}

function inWords(outcome: Outcome): string {
  if (outcome.kind === 'done') return `done at ${outcome.executed.position}`;
  return outcome.kind === 'refused' ? outcome.rejection.code : 'nothing';
}
