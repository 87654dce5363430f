// The master key, from a setting or from a file that nobody else can read.
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { decodeText, NotText } from "../text/decode.ts";
import { ConfigInvalid } from "./exit-codes.ts";

/** On Windows the bits of a file's mode do not say who may read it. */
const OTHERS = process.platform === "win32" ? 0 : 0o077;
/** systemd may let the service read its credentials by an access list, which shows as the group's right to read. */
const READ_BY_ACCESS_LIST = 0o040;

type Source = {
  readonly value: string | undefined;
  readonly file: string | undefined;
  /** The folder of the service's credentials, where systemd names one. */
  readonly credentials: string | undefined;
  readonly development: boolean;
};

/** Undefined where neither is set. Throws ConfigInvalid, without anything of the key. */
export function readMasterKey({ value, file, credentials, development }: Source): Buffer | undefined {
  if (value && file) throw new ConfigInvalid("CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE: give one of them.");
  const name = value ? "CANDOUR_MASTER_KEY" : "CANDOUR_MASTER_KEY_FILE";
  const isCredential = file !== undefined && dirname(file) === credentials;
  const forbidden = development ? 0 : isCredential ? OTHERS & ~READ_BY_ACCESS_LIST : OTHERS;
  const text = value ?? (file && readKeyFile(file, forbidden));
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text.trim())) throw new ConfigInvalid(`${name}: a master key is 32 bytes in base64.`);
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== 32) throw new ConfigInvalid(`${name}: a master key is 32 bytes in base64; this is ${key.length} bytes.`);
  return key;
}

/** `forbidden`: permissions that it must not have. */
function readKeyFile(file: string, forbidden: number): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    // Of the file that is read, wherever links lead.
    if ((fstatSync(descriptor).mode & forbidden) === 0) return decodeText(readFileSync(descriptor));
  } catch (error) {
    if (error instanceof NotText) throw new ConfigInvalid(`CANDOUR_MASTER_KEY_FILE: ${error.message}`);
    throw new ConfigInvalid("CANDOUR_MASTER_KEY_FILE: the file cannot be read.");
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  throw new ConfigInvalid(
    "CANDOUR_MASTER_KEY_FILE: others than its owner can read or change the file. Make it the hub's alone: chown it to the user that runs the hub, and chmod 600.",
  );
}
