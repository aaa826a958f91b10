import { jest } from '@jest/globals';

// Jest knows one timeout for all projects, in jest.config.js; tests with a real server or browser need more.
jest.setTimeout(120_000);

// On a machine that others use as well, a process may be late for everything at once. What failed first is shown all the same.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
