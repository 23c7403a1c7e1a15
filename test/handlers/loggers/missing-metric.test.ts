import { missingMetric } from '../../../src/handlers/loggers/missing-metric';

test.each([
  [{ loss: 1, accuracy: 0.5 }, 'loss, accuracy'],
  [{}, 'there are none'],
])('says which metrics there are: %j', (metrics, names) => {
  expect(missingMetric('someone.metricNames', { metrics }, 'los', 'bar').message).toBe(
    `someone.metricNames: expected names of metrics (${names}), got "los" (string). Check the spelling, and attach metrics before the bar.`,
  );
});
