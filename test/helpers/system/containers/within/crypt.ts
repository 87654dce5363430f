// Whether a password has a hash of bcrypt, by the C library's crypt, which Perl calls. Within a container of a test.
import { execFileSync } from "node:child_process";

export function hasHash(password: string, hash: string): boolean {
  const script = "chomp(my ($password, $hash) = <STDIN>); print crypt($password, $hash)";
  return execFileSync("perl", ["-e", script], { input: `${password}\n${hash}\n`, encoding: "utf8" }) === hash;
}
