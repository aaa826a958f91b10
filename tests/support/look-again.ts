import { setTimeout as after } from 'node:timers/promises';

/** How long until the next look at what nobody announces: as often as matters, and without taking the processor from what is looked at. */
const EVERY_MS = 10;

/** The pace of a loop that waits for a state. It decides nothing: whoever waits looks again. */
export const lookAgain = (): Promise<void> => after(EVERY_MS);
