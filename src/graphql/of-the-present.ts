import { Extensions } from 'type-graphql';

/**
 * Marks a field whose value may change while the log stands still: it depends on the time of asking, on measurements, or on
 * anything else that is in no record. An answer that has one is good for one caller; any other may be given again for as long as no
 * record comes. `extensions.ofThePresent` of the field.
 */
export const ofThePresent = Extensions({ ofThePresent: true });
