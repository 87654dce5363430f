// A certificate authority and a node's certificate for `localhost`, created with the openssl command for one test run.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StandInOptions } from "./start.ts";

export function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function makeCertificates(folder: string): NonNullable<StandInOptions["tls"]> {
  const path = (name: string) => join(folder, name);
  const openssl = (...given: string[]) => execFileSync("openssl", given, { stdio: "ignore" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-days",
    "2",
    "-subj",
    "/CN=stand-in authority",
    "-keyout",
    path("ca.key"),
    "-out",
    path("ca.crt"),
  );
  openssl("req", ...key, "-subj", "/CN=eventstoredb-node", "-keyout", path("node.key"), "-out", path("node.csr"));
  writeFileSync(path("node.ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const signing = [
    "-CA",
    path("ca.crt"),
    "-CAkey",
    path("ca.key"),
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    path("node.ext"),
  ];
  openssl("x509", "-req", "-in", path("node.csr"), ...signing, "-out", path("node.crt"));
  return { caFile: path("ca.crt"), certificate: readFileSync(path("node.crt")), key: readFileSync(path("node.key")) };
}
