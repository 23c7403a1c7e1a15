/** Loads every entry of the built package by `require` and trains a small net with it: `node smoke.cjs [backend]`. */
const { check } = require('./check.cjs');

const entries = {
  index: require('tfjs-ignite'),
  engine: require('tfjs-ignite/engine'),
  metrics: require('tfjs-ignite/metrics'),
  handlers: require('tfjs-ignite/handlers'),
  data: require('tfjs-ignite/data'),
  models: require('tfjs-ignite/models'),
  node: require('tfjs-ignite/node'),
  web: require('tfjs-ignite/web'),
};

void check(entries, process.argv[2] ?? 'cpu');
