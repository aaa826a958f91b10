import { hostile } from '../agents/fixtures/hostile.mjs';
import plain from './handlers.mjs';

/** The work of the campaigns, and what misbehaves in the way that `payload.do` names. */
export default {
  GENERAL: (task, context) =>
    task.payload.do === undefined ? plain.GENERAL(task, context) : hostile[task.payload.do](task.payload, context),
};
