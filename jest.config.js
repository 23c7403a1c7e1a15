/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/transform.cjs' },
  moduleNameMapper: {
    '^tfjs-ignite$': '<rootDir>/src/index.ts',
    '^tfjs-ignite/(.*)$': '<rootDir>/src/$1/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.native/'],
  extensionsToTreatAsEsm: [],
  maxWorkers: 2,
  workerIdleMemoryLimit: '2GB',
  testTimeout: 120_000,
};
