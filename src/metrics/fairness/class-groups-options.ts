import * as z from 'zod/mini';
import type { ClassOptions } from '../classification/class-inputs';
import { classShape } from '../classification/class-inputs';
import { metricOptionShape } from '../metric-options';
import { groupsSchema } from './group-labels';
import type { GroupsOptions } from './subgroup-base';

/** Options of metrics that compare groups by what they are classified as. */
export interface ClassGroupsOptions extends GroupsOptions, ClassOptions {}

/** The schema of `ClassGroupsOptions`. */
export const classGroupsSchema = z.strictObject({ ...metricOptionShape, ...classShape, groups: groupsSchema });
