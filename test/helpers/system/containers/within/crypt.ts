// Whether a password matches a bcrypt hash, checked by the C library's crypt through Perl. Runs in a container of a test.
import { execFileSync } from "node:child_process";

export function hasHash(password: string, hash: string): boolean {
  const script = "chomp(my ($password, $hash) = <STDIN>); print crypt($password, $hash)";
  return execFileSync("perl", ["-e", script], { input: `${password}\n${hash}\n`, encoding: "utf8" }) === hash;
}
