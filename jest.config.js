import { findChromium } from './scripts/lib/chromium.mjs';

// Tests in a browser find it here, also when Jest is started by hand.
const chromium = findChromium();
if (chromium !== null) process.env.CHROMIUM_PATH = chromium;

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // Only tests are compiled here: the product is tested as it ships, from `dist`.
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: {
    '^(?:\\.{1,2}/)+src/(.*)\\.js$': '<rootDir>/dist/$1.js',
    // In a test `./clock.js` is `clock.ts`; everywhere else there is such a file.
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
  },
  modulePathIgnorePatterns: ['<rootDir>/(?:data|coverage|\\.cache)/'],
};

const longTests = { ...common, setupFilesAfterEnv: ['<rootDir>/tests/support/long-timeout.ts'] };

export default {
  cacheDirectory: '.cache/jest',
  maxWorkers: 2,
  testSequencer: '<rootDir>/tests/support/longest-first.mjs',
  passWithNoTests: true,
  testTimeout: 30_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/tests/(?:e2e|browser|simulation)/'],
    },
    { ...common, displayName: 'simulation', testMatch: ['<rootDir>/tests/simulation/**/*.test.ts'] },
    { ...longTests, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'] },
    { ...longTests, displayName: 'browser', testMatch: ['<rootDir>/tests/browser/**/*.test.ts'] },
  ],
};
