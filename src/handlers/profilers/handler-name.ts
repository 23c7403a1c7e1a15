const LONGEST = 48;

/** What to call a handler in a table: the name of its function or class, and the beginning of its text where it has no name. */
export function handlerName(handler: object): string {
  if (typeof handler !== 'function') {
    // An object without a prototype has no constructor.
    const { constructor } = handler as { readonly constructor?: { readonly name: string } };
    return constructor === undefined || constructor.name === '' ? 'Object' : constructor.name;
  }
  if (handler.name !== '') return handler.name;
  const text = String(handler).replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
