import { jest } from '@jest/globals';

// Jest knows one timeout for all projects, in jest.config.js; tests with a real server or browser need more.
jest.setTimeout(240_000);
