import type { Schema } from 'coordination-pool/client';

/** Any library that speaks Standard Schema does; this is what one of them is made of. */
function schema<Value>(is: (value: Partial<Value>) => boolean, expected: string): Schema<Value> {
  return {
    '~standard': {
      version: 1,
      validate: (value) =>
        typeof value === 'object' && value !== null && is(value)
          ? { value: value as Value }
          : { issues: [{ message: `${expected} is expected` }] },
    },
  };
}

/** What GENERAL tasks are given and give: for whoever submits them and whoever does them. */
export const contract = {
  GENERAL: {
    payload: schema<{ readonly text: string }>(({ text }) => typeof text === 'string', '{ text: string }'),
    result: schema<{ readonly words: number }>(({ words }) => typeof words === 'number', '{ words: number }'),
  },
};
