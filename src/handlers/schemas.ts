import * as z from 'zod/mini';
import type { AppendFile, Clock, FileStore, Logger } from '../contracts';
import type { AnyEngine } from '../engine';
import { EngineEvent, EventList } from '../engine';
import { hasMethods } from '../internal';
import type { Saveables } from './checkpoint/saveable';

type Func = (...args: never[]) => unknown;

/** Shapes of options that several handlers have. */
export const functionSchema = z.custom<Func>((value) => typeof value === 'function', 'a function');
export const engineSchema = z.custom<AnyEngine>((value) => hasMethods(value, 'on', 'terminate', 'fireEvent'), 'an engine');
export const loggerSchema = z.custom<Logger>((value) => hasMethods(value, 'info', 'warn', 'error'), 'a logger with info(), warn() and error()');
export const storeSchema = z.custom<FileStore>((value) => hasMethods(value, 'list', 'read', 'write', 'remove'), 'a store such as fsStore(directory) or memoryStore()');
export const clockSchema = z.custom<Clock>((value) => hasMethods(value, 'now'), 'a clock with now()');
export const eventSchema = z.custom<EngineEvent | EventList>((value) => value instanceof EngineEvent || value instanceof EventList, 'a value of Events or defineEvent()');
export const appendFileSchema = z.custom<AppendFile>((value) => hasMethods(value, 'append', 'lastByte', 'close'), 'a file such as appendFile(path) or memoryAppendFile()');
export const saveablesSchema = z.custom<Saveables>(
  (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object of models and objects with stateDict()',
);
