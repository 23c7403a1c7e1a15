import * as z from 'zod/mini';
import type { AxisLayout } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import { groupsSchema } from './group-labels';
import type { GroupsOptions } from './subgroup-base';

/** Options of metrics that compare groups by what they are classified as. */
export interface ClassGroupsOptions extends GroupsOptions {
  /** Whether every example has several labels that are each 0 or 1. @default false */
  readonly isMultilabel?: boolean;
  /** Where the class axis is: last, or second. @default 'NHWC' */
  readonly layout?: AxisLayout;
}

/** The schema of `ClassGroupsOptions`. */
export const classGroupsSchema = z.strictObject({ ...metricOptionShape, groups: groupsSchema, isMultilabel: z._default(z.boolean(), false), layout: layoutSchema });
