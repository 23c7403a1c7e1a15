import * as z from 'zod/mini';
import { Engine, Events } from '../../src/engine';
import { memoryStore } from '../../src/handlers';
import { clockSchema, engineSchema, eventSchema, functionSchema, loggerSchema, storeSchema } from '../../src/handlers/schemas';
import { hasMethods } from '../../src/internal';

it.each([
  ['a function', functionSchema, () => 0],
  ['an engine', engineSchema, new Engine(() => 0)],
  ['a logger', loggerSchema, console],
  ['a store', storeSchema, memoryStore()],
  ['a clock', clockSchema, performance],
  ['an event', eventSchema, Events.STARTED],
  ['a list of events', eventSchema, Events.STARTED.or(Events.COMPLETED)],
])('%s is taken, other things are not', (_, schema, value) => {
  expect(z.safeParse(schema, value).success).toBe(true);
  for (const other of [null, undefined, 1, 'a', {}]) expect(z.safeParse(schema, other).success).toBe(false);
});

it('methods of a class count', () => {
  expect(hasMethods(new Engine(() => 0), 'run', 'terminate')).toBe(true);
  expect(hasMethods({ run: 1 }, 'run')).toBe(false);
});
