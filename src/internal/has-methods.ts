/** Whether a value is an object with these methods: how options that are interfaces are checked. */
export function hasMethods(value: unknown, ...names: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'function');
}
