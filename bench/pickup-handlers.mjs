export default {
  GENERAL: () => ({ pickedUpAtMs: performance.timeOrigin + performance.now() }),
};
