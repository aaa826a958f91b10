import { recordPickup } from '../lib/pickup-record.mjs';

export default {
  GENERAL({ payload }) {
    recordPickup(payload.sentAtMs);
    return null;
  },
};
