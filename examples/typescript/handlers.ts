import { defineHandlers } from 'coordination-pool/agent';

export default defineHandlers<{ GENERAL: { readonly text: string } }>({
  GENERAL({ payload }, ctx) {
    ctx.progress(0.5, 'counting');
    return { words: payload.text.split(/\s+/).filter((word) => word !== '').length };
  },
});
