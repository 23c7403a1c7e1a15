import { Engine, Events } from '../../src/engine';
import { StateError } from '../../src/errors';
import { EpochWise, RunningBatchWise } from '../../src/metrics';
import { Follower } from '../../src/metrics/follower';

function follower(): { follower: Follower; log: string[] } {
  const log: string[] = [];
  const actions = {
    begin: (underWay: boolean): void => void log.push(underWay ? 'under way' : 'begin'),
    observe: (output: unknown): void => void log.push(`observe ${String(output)}`),
    end: (): void => void log.push('end'),
  };
  return { follower: new Follower('test', actions), log };
}

test('subscribes once however often it follows, until every one has ended', async () => {
  const engine = new Engine((_, batch: number) => batch);
  const { follower: subject, log } = follower();
  const ends = [subject.follow(engine, EpochWise), subject.follow(engine, EpochWise)];
  await engine.run([1]);
  expect(log).toEqual(['begin', 'observe 1']);
  ends[0]?.();
  ends[0]?.();
  await engine.run([2]);
  expect(log.slice(2)).toEqual(['begin', 'observe 2']);
  ends[1]?.();
  await engine.run([3]);
  expect(log.slice(4)).toEqual(['end']);
  expect(subject.isFollowing).toBe(false);
});

test('refuses to follow an engine in two ways', () => {
  const engine = new Engine(() => 1);
  const { follower: subject } = follower();
  subject.follow(engine, EpochWise);
  expect(() => subject.follow(engine, RunningBatchWise)).toThrow(StateError);
});

test('without a reset event only observes', async () => {
  const engine = new Engine((_, batch: number) => batch);
  const { follower: subject, log } = follower();
  subject.follow(engine, { update: Events.ITERATION_COMPLETED });
  await engine.run([1]);
  expect(log).toEqual(['observe 1']);
});

test.each([
  [EpochWise, 3, 'under way'],
  [EpochWise, 4, 'begin'],
  [RunningBatchWise, 4, 'under way'],
  [RunningBatchWise, 0, 'begin'],
])('%s: an engine that goes on after %d iterations of 4 an epoch: %s', async (usage, iteration, expected) => {
  const engine = new Engine(() => 1);
  engine.loadStateDict({ epochLength: 4, iteration, maxEpochs: 2 });
  const { follower: subject, log } = follower();
  subject.follow(engine, usage);
  await engine.run();
  expect(log[0]).toBe(expected);
});
