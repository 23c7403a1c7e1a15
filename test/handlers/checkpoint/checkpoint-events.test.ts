import { Engine } from '../../../src/engine';
import { CheckpointEvents } from '../../../src/handlers';

it('an engine knows the event as soon as somebody subscribes to it', () => {
  const engine = new Engine(() => 0);
  engine.on(CheckpointEvents.SAVED_CHECKPOINT, () => 0);
  expect(engine.hasRegisteredEvent('SAVED_CHECKPOINT')).toBe(true);
});
