import * as z from 'zod/mini';
import { Engine } from '../../../src/engine';
import { attachmentSchema, profilerSchema } from '../../../src/handlers/profilers/profiler-options';

it('takes a clock and an engine', () => {
  expect(z.safeParse(profilerSchema, { clock: performance }).success).toBe(true);
  expect(z.safeParse(attachmentSchema, { engine: new Engine(() => 0) }).success).toBe(true);
});

it('takes nothing else', () => {
  for (const wrong of [{ clock: 1 }, { timer: performance }, null]) expect(z.safeParse(profilerSchema, wrong).success).toBe(false);
  for (const wrong of [{}, { engine: {} }]) expect(z.safeParse(attachmentSchema, wrong).success).toBe(false);
});
