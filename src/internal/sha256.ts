import { StateError } from '../errors';

/** The SHA-256 of bytes, as 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // A page that is not served securely lacks `subtle`, though the types say that it is always there.
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (subtle === undefined) {
    throw new StateError({ owner: 'sha256', expected: 'WebCrypto', mend: 'Serve the page over https, or from localhost.' });
  }
  // WebCrypto takes no view of a SharedArrayBuffer, and the types cannot tell.
  const digest = await subtle.digest('SHA-256', bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
