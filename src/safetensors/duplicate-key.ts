/**
 * The first key that occurs twice in one object of a valid JSON text, or nothing.
 *
 * `JSON.parse` keeps the last of two equal keys and says nothing, so that two readers may see two different files.
 */
export function duplicateKey(json: string): string | undefined {
  const scopes: (Set<string> | undefined)[] = []; // a set for an object, nothing for an array
  let keyIsNext = false;
  for (let index = 0; index < json.length; index++) {
    switch (json[index]) {
      case '{':
        scopes.push(new Set());
        keyIsNext = true;
        break;
      case '[':
        scopes.push(undefined);
        keyIsNext = false;
        break;
      case '}':
      case ']':
        scopes.pop();
        keyIsNext = false;
        break;
      case ',':
        keyIsNext = scopes.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(json, index);
        if (keyIsNext) {
          // Valid JSON has a string here.
          const key = JSON.parse(json.slice(index, end + 1)) as string;
          const seen = scopes.at(-1);
          if (seen?.has(key) === true) return key;
          seen?.add(key);
          keyIsNext = false;
        }
        index = end;
      }
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}
