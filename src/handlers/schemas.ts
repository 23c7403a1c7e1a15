import * as z from 'zod/mini';
import type { FileStore, Logger } from '../contracts';
import type { AnyEngine } from '../engine';
import { hasMethods } from '../internal';

type Func = (...args: never[]) => unknown;

/** Shapes of options that several handlers have. */
export const functionSchema = z.custom<Func>((value) => typeof value === 'function', 'a function');
export const engineSchema = z.custom<AnyEngine>((value) => hasMethods(value, 'on', 'terminate', 'fireEvent'), 'an engine');
export const loggerSchema = z.custom<Logger>((value) => hasMethods(value, 'info', 'warn', 'error'), 'a logger with info(), warn() and error()');
export const storeSchema = z.custom<FileStore>((value) => hasMethods(value, 'list', 'read', 'write', 'remove'), 'a store such as fsStore(directory) or memoryStore()');
