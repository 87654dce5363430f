// Parses the master key from a setting or its file.
import { ConfigInvalid } from "./exit-codes.ts";

/** `setting` is the name of the setting. Throws ConfigInvalid, which contains no part of the key. */
export function parseMasterKey(text: string, setting: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text.trim())) throw new ConfigInvalid(`${setting}: a master key is 32 bytes in base64.`);
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== 32) throw new ConfigInvalid(`${setting}: a master key is 32 bytes in base64; this is ${key.length} bytes.`);
  return key;
}
