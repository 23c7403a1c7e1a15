/** How many characters a name may have. */
const LONGEST = 250;

/** What MLflow takes: letters and digits of any script, and these. A colon is taken by newer servers only, and by none on Windows. */
const OTHERS = /[^\p{L}\p{N}_\-. /]/gu;

/** Names as MLflow takes them: others are changed, and two that differ never become one. */
export class EntryNames {
  readonly #warn: (message: string) => void;
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();
  #hasWarned = false;

  /** @param warn is told of the first name that is changed */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The name under which MLflow has it, always the same for the same name. */
  of(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const given = this.#free(allowed(name));
    this.#given.set(name, given);
    this.#taken.add(given);
    if (given !== name && !this.#hasWarned) {
      this.#hasWarned = true;
      this.#warn(
        `names in MLflow are paths of at most ${LONGEST} letters, digits, spaces and "_-./": ${JSON.stringify(name)} is ${JSON.stringify(given)} there, and other names are changed in this way.`,
      );
    }
    return given;
  }

  #free(name: string): string {
    if (!this.#taken.has(name)) return name;
    for (let count = 2; ; count++) {
      const end = `_${count}`;
      const free = characters(name, LONGEST - end.length) + end;
      if (!this.#taken.has(free)) return free;
    }
  }
}

/** MLflow takes a name for a path, in which no part may be empty, or lead up. */
function allowed(name: string): string {
  const parts = name.replace(OTHERS, '_').split('/');
  const path = parts.map((part) => (part === '' || part === '.' || part === '..' ? '_'.repeat(Math.max(1, part.length)) : part)).join('/');
  // A cut must not leave a slash at the end.
  return characters(path, LONGEST).replace(/\/$/, '_');
}

/** The first characters of a text, none of them halved. */
function characters(text: string, count: number): string {
  return Array.from(text).slice(0, count).join('');
}
