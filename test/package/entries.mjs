export * as index from 'tfjs-ignite';
export * as engine from 'tfjs-ignite/engine';
export * as metrics from 'tfjs-ignite/metrics';
export * as handlers from 'tfjs-ignite/handlers';
export * as data from 'tfjs-ignite/data';
export * as models from 'tfjs-ignite/models';
export * as node from 'tfjs-ignite/node';
export * as web from 'tfjs-ignite/web';
