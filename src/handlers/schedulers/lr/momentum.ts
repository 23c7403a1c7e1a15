import { OptionError } from '../../../errors';

/** Refuses groups that have neither `momentum` nor `betas`. */
export function requireMomentum(owner: string, groups: readonly object[]): void {
  if (groups.every((group) => hasMomentum(group) || hasBetas(group))) return;
  throw new OptionError({
    owner: `${owner}.cycleMomentum`,
    expected: 'an optimizer whose groups have momentum or betas',
    got: groups.map((group) => Object.keys(group).join(', ')),
    mend: 'Set cycleMomentum to false, or use SGD, RMSprop, Adam or AdamW of optim.',
  });
}

/** Sets the momentum of a group, which is the first of `betas` where it has those. */
export function writeMomentum(owner: string, group: object, value: number): void {
  if (hasBetas(group)) group.betas = [value, group.betas[1]];
  else if (hasMomentum(group)) group.momentum = value;
  else requireMomentum(owner, [group]);
}

function hasMomentum(group: object): group is { momentum: number } {
  return 'momentum' in group && typeof group.momentum === 'number';
}

function hasBetas(group: object): group is { betas: readonly [number, number] } {
  return 'betas' in group && Array.isArray(group.betas) && group.betas.length === 2;
}
