// Reads secrets from files that no other user can read, such as systemd's credentials and Compose's secrets.
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { decodeText, NotText } from "../text/decode.ts";
import { ConfigInvalid } from "./exit-codes.ts";

/** On Windows a file's mode bits do not show who may read it. */
const OTHERS = process.platform === "win32" ? 0 : 0o077;
/** systemd may give the service access to its credentials by an access list, which shows as the group's right to read. */
const READ_BY_ACCESS_LIST = 0o040;

type SecretSource = {
  /** The setting that names the file. */
  readonly setting: string;
  readonly file: string;
  /** The folder of the service's credentials, if systemd names one. */
  readonly credentials: string | undefined;
  readonly development: boolean;
};

/** Returns the file's trimmed text, which is never empty. Throws ConfigInvalid, which contains no part of the secret. */
export function readSecretFile(source: SecretSource): string {
  const text = readFile(source).trim();
  if (text === "") throw new ConfigInvalid(`${source.setting}: the file is empty.`);
  return text;
}

function readFile({ setting, file, credentials, development }: SecretSource): string {
  const isCredential = dirname(file) === credentials;
  const forbidden = development ? 0 : isCredential ? OTHERS & ~READ_BY_ACCESS_LIST : OTHERS;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    // Checks the mode of the opened file, so that symbolic links do not matter.
    if ((fstatSync(descriptor).mode & forbidden) === 0) return decodeText(readFileSync(descriptor));
  } catch (error) {
    if (error instanceof NotText) throw new ConfigInvalid(`${setting}: ${error.message}`);
    throw new ConfigInvalid(`${setting}: the file cannot be read.`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  throw new ConfigInvalid(
    `${setting}: others than its owner can read or change the file. Make it the hub's alone: chown it to the user that runs the hub, and chmod 600.`,
  );
}
